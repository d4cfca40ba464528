import { describe, expect, test } from 'vitest';
import { type ContainerDetails, fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const FIRST: ContainerDetails = {
  id: 'c1',
  name: 'first',
  image: 'hello-world',
  imageId: 'sha256:h',
  state: 'exited',
  ports: [],
  command: ['/hello'],
  env: [],
  labels: {},
  user: '',
  workingDir: '',
  mounts: [],
  networks: [],
  exitCode: 0,
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:00:01Z',
  restartPolicy: 'no',
  isRemovedAtEnd: false,
  memoryLimitBytes: 0,
  health: 'none',
};

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

describe('versions.txt', () => {
  const says = (text: string) => ({ files: { 'versions.txt': text } });

  test.each([
    'Client: Docker Engine - Community\n Version: 29.0.1\n\nServer: Docker Engine - Community\n Engine:\n  Version: 29.0.1\n',
    'client 26.1.5+dfsg1\ndaemon 26.1.5+dfsg1\n',
    '{"Client":{"Version":"28.0.4"},"Server":{"Version":"28.0.4"}}',
  ])('takes any form of `docker version`', async (text) => {
    expect(await check('versions', says(text))).toEqual(pass());
  });

  test.each([
    ['Docker version 26.1.5, build a72d7cd\n', /no daemon was asked/],
    ['Client:\n Version: 26.1.5\n', /none of a server/],
    ['Client:\n Version: 26.1.5\n\nServer:\n', /none of a server/],
    ['Docker Compose version v2.26.1\n', /`>` empties/],
    ['twenty-six', /has 10 characters/],
  ])('tells what is wrong with %j', async (text, reason) => {
    expect(await check('versions', says(text))).toEqual(fail(expect.stringMatching(reason) as string));
  });

  test.each(['Docker Compose version v2.26.1', 'Docker Compose version 2.26.1-4', 'compose: 5.0.0'])(
    'finds the version of Compose in %j',
    async (text) => {
      expect(await check('compose', says(`Server:\n${text}\n`))).toEqual(pass());
    },
  );

  test('does not take the version of Docker for that of Compose', async () => {
    expect(await check('compose', says('Docker version 26.1.5\n'))).toEqual(
      fail(expect.stringMatching(/has 1 line, and no version of Compose/) as string),
    );
  });
});

describe('first', () => {
  const has = (details: ContainerDetails) => ({ containers: [details], details: [details] });

  test('passes on a container that has ended well, however the image was written', async () => {
    for (const image of ['hello-world', 'hello-world:latest', 'docker.io/library/hello-world']) {
      expect(await check('first', has({ ...FIRST, image }))).toEqual(pass());
    }
  });

  test.each([
    [{ image: 'hello-world-of-mine' }, /not from `hello-world`/],
    [{ startedAt: '', state: 'created' }, /has never run/],
    [{ exitCode: 127 }, /ended with 127/],
    [{ isRemovedAtEnd: true }, /goes when it ends/],
    [{ name: 'brave_noyce', command: ['--name', 'first'] }, /stood behind the image/],
    [{ name: 'brave_noyce' }, /none is named `first`/],
    [{ name: 'brave_noyce', image: 'busybox:1.37' }, /has 1 container,/],
  ])('tells what is wrong with %j', async (change, reason) => {
    expect(await check('first', has({ ...FIRST, ...change }))).toEqual(fail(expect.stringMatching(reason) as string));
  });
});

describe('hello.txt', () => {
  test.each([
    ['\nHello from Docker!\nIf you can read this\n', /the fourth is missing/],
    ['', /is empty/],
    ['CONTAINER ID   IMAGE\n', /begins with "CONTAINER ID {3}IMAGE"/],
  ])('tells what is wrong with %j', async (text, reason) => {
    expect(await check('words', { files: { 'hello.txt': text } })).toEqual(
      fail(expect.stringMatching(reason) as string),
    );
  });
});
