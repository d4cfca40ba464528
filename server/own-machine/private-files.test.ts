import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defineExercise, pass } from '../../src/shared/exercise/index.ts';
import { openAgreements } from './agreements.ts';
import { holderSocket } from './holder-socket.ts';
import { openSecretToken } from './secret-token.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-private-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('the token is long, the same at every start, and its owner’s alone', async () => {
  const folder = join(newFolder(), 'own');
  const first = await openSecretToken(folder);
  expect(Buffer.from(first.text, 'base64url')).toHaveLength(32);
  expect([modeOf(folder), modeOf(join(folder, 'token'))]).toEqual(['700', '600']);
  expect((await openSecretToken(folder)).text).toBe(first.text);
  expect(first.isSame(first.text)).toBe(true);
  for (const other of ['', 'x', first.text.slice(1), `${first.text}x`, first.text.toUpperCase()]) {
    expect(first.isSame(other)).toBe(false);
  }
});

test('without its file there is another token, which signs other cookies; one that is torn is made anew', async () => {
  const folder = join(newFolder(), 'own');
  const first = await openSecretToken(folder);
  writeFileSync(join(folder, 'token'), 'short\n');
  chmodSync(join(folder, 'token'), 0o644);
  const second = await openSecretToken(folder);
  expect(second.text).not.toBe(first.text);
  expect(second.cookieSecret).not.toBe(first.cookieSecret);
  expect(second.cookieSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(modeOf(join(folder, 'token'))).toBe('600');
});

test('a folder that others may enter is refused, with what to do', async () => {
  const folder = join(newFolder(), 'own');
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  await expect(openSecretToken(folder)).rejects.toThrow(/chmod 700/);
});

test('the shells’ socket is beside the token, or, where that path is too long, in the system’s own place', () => {
  expect(holderSocket('/srv/data/own', {})).toBe('/srv/data/own/shells.sock');
  const long = `/srv/${'long/'.repeat(30)}own`;
  const elsewhere = holderSocket(long, { XDG_RUNTIME_DIR: '/run/user/1000' });
  expect(elsewhere).toMatch(/^\/run\/user\/1000\/drydock-\d+-[0-9a-f]{12}\/shells\.sock$/);
  expect(holderSocket(`${long}2`, { XDG_RUNTIME_DIR: '/run/user/1000' })).not.toBe(elsewhere);
  expect(holderSocket(long, {})).toMatch(new RegExp(`^${tmpdir()}/drydock-`));
});

const task = { id: 'prune', title: 'Prune', check: async () => pass() };
const harmless = defineExercise({ id: 'harmless', title: 'Harmless', minutes: 1, tasks: [task] });
const prune = defineExercise({ ...harmless, id: 'prune', title: 'Prune', touches: ['Removes all unused images'] });

test('what was agreed to is kept, for the same engine and folder only', async () => {
  const privateFolder = newFolder();
  const machine = { privateFolder, socket: '/run/docker.sock', folder: '/home/ada/drydock', now: () => new Date() };
  const first = await openAgreements(machine);
  expect(first.isAgreed).toBe(false);
  expect(() => first.requireAgreed()).toThrow(/agree to it there/);
  await first.agree();
  await first.allow(prune);
  expect(() => first.requireAgreed()).not.toThrow();
  const again = await openAgreements(machine);
  expect([again.isAgreed, again.isAllowed(prune)]).toEqual([true, true]);
  for (const other of [{ socket: '/run/other.sock' }, { folder: '/home/ada/elsewhere' }]) {
    const changed = await openAgreements({ ...machine, ...other });
    expect([changed.isAgreed, changed.isAllowed(prune)]).toEqual([false, false]);
  }
  expect(modeOf(join(privateFolder, 'agreed.json'))).toBe('600');
  expect(readFileSync(join(privateFolder, 'agreed.json'), 'utf8')).not.toContain('Removes');
});

test('an exercise that touches more is allowed by itself, and again when it touches something else', async () => {
  const machine = { privateFolder: newFolder(), socket: '/s', folder: '/f', now: () => new Date() };
  const agreements = await openAgreements(machine);
  expect(() => agreements.requireAllowed(harmless)).not.toThrow();
  expect(() => agreements.requireAllowed(prune)).toThrow(/has to be allowed first/);
  await agreements.allow(prune);
  expect(() => agreements.requireAllowed(prune)).not.toThrow();
  const changed = { ...prune, touches: ['Removes all unused images', 'Removes all volumes'] };
  expect(() => agreements.requireAllowed(changed)).toThrow(/has to be allowed first/);
});

test('a file that is torn is asked for again', async () => {
  const privateFolder = newFolder();
  writeFileSync(join(privateFolder, 'agreed.json'), '{"machine":');
  const agreements = await openAgreements({ privateFolder, socket: '/s', folder: '/f', now: () => new Date() });
  expect(agreements.isAgreed).toBe(false);
});
