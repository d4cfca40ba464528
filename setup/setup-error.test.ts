import { expect, test } from 'vitest';
import { knownCause, SetupError, setupError } from './setup-error.ts';

const seen: readonly [string, RegExp][] = [
  ['write /var/lib/docker/tmp/x: no space left on device', /disk is full/],
  ['SqliteError: database or disk is full', /disk is full/],
  ['SQLITE_CANTOPEN unable to open database file', /permission was denied/],
  ['npm error ENOSPC: no space left on device, write', /disk is full/],
  ["E: You don't have enough free space in /var/cache/apt/archives/.\ndd: not enough free space", /disk is full/],
  ["Err:1 http://mirror.example/debian bookworm InRelease\n  Temporary failure resolving 'mirror.example'", /network/],
  ['getaddrinfo EAI_AGAIN example.org', /network/],
  ['Get "https://example.org/v2/": dial tcp: lookup example.org: no such host', /network/],
  ['E: Failed to fetch http://mirror.example/debian/x.deb  404  Not Found', /network/],
  [
    'driver failed programming external connectivity: Bind for 127.0.0.1:80 failed: port is already allocated',
    /port is in use/,
  ],
  ['listen EADDRINUSE: address already in use 127.0.0.1:4321', /port is in use/],
  ['E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1', /another program is installing/],
  ['E: Could not open lock file /var/lib/dpkg/lists - open (13: Permission denied)', /permission was denied/],
  ['connect ECONNREFUSED /var/run/docker.sock', /stopped answering/],
];

test.each(seen)('%s', (text, sentence) => {
  expect(knownCause(text)).toMatch(sentence);
});

test('a full disk is named before the failures that follow from it', () => {
  expect(knownCause('connect ECONNRESET\nno space left on device')).toMatch(/disk is full/);
});

test('the sentence says what was being done, and hides the log when the cause is known', () => {
  const error = setupError('building the sandbox image', new Error('failed'), ['x', 'no space left on device']);
  expect(error.message).toMatch(/^Stopped while building the sandbox image: the disk is full\. .*start again\.$/);
});

test('a cause that is not known shows the last lines of the log', () => {
  const error = setupError('building', new Error('exit code 2'), ['one', 'two']);
  expect(error.message).toBe('Stopped while building: exit code 2\nIts last lines were:\n  one\n  two');
});

test('what apt gets along without is not the cause', () => {
  const warning = 'W: Download is performed unsandboxed as root (13: Permission denied)';
  expect(setupError('building', new Error('exit code 2'), [warning, 'two']).message).toContain('exit code 2');
  expect(setupError('building', new Error('exit code 2'), ['E: open (13: Permission denied)']).message).toMatch(
    /permission/,
  );
});

test('the code of a system error counts too', () => {
  expect(setupError('writing', Object.assign(new Error('write'), { code: 'ENOSPC' })).message).toMatch(/disk is full/);
});

test('a SetupError stays as it is', () => {
  const error = new SetupError('said already');
  expect(setupError('anything', error)).toBe(error);
});
