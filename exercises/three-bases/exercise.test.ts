import { describe, expect, test } from 'vitest';
import { type ContainerDetails, fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const BASE = imageOf('1'.repeat(64), ['alpine:3.22'], ['a1'], 8_300_000);
const OWN = imageOf('2'.repeat(64), ['tide:alpine'], ['a1', 'own'], 9_070_000);
const DEBIAN = imageOf('3'.repeat(64), ['tide:debian'], ['d1', 'own'], 78_000_000);
const SCRATCH = imageOf('4'.repeat(64), ['tide:scratch'], ['own'], 770_000);

const RUNNING = {
  id: 'c1',
  name: 'tide-alpine',
  image: 'tide:alpine',
  imageId: OWN.id,
  state: 'running',
  ports: [{ containerPort: 8000, hostPort: 8002, protocol: 'tcp' as const }],
};
const STOPPED: ContainerDetails = {
  ...RUNNING,
  state: 'exited',
  ports: [],
  command: ['/tide'],
  env: [],
  labels: {},
  user: '',
  workingDir: '',
  mounts: [],
  networks: ['bridge'],
  exitCode: 255,
  startedAt: '',
  finishedAt: '',
  restartPolicy: 'no',
  isRemovedAtEnd: false,
  memoryLimitBytes: 0,
  health: 'none',
};

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

describe('a server on a base', () => {
  const answers = { 8002: { status: 200, body: 'high water at 06:12\n' } };

  test('passes when the image lies on its base and answers', async () => {
    expect(await check('alpine', { images: [BASE, OWN], containers: [RUNNING], pages: answers })).toEqual(pass());
  });

  test('holds the layers against those of the base', async () => {
    const other = imageOf('5'.repeat(64), ['tide:alpine'], ['d1', 'own'], 78_000_000);
    expect(await check('alpine', { images: [BASE, other] })).toEqual(failing(/78 MB\) does not begin with the layers/));
    expect(await check('alpine', { images: [OWN] })).toEqual(failing(/no `alpine:3.22` in your engine/));
    const fat = imageOf('6'.repeat(64), ['tide:alpine'], ['a1', 'gcc'], 408_300_000);
    expect(await check('alpine', { images: [BASE, fat] })).toEqual(failing(/400 MB over `alpine:3.22`/));
  });

  test('says from what a stopped container may suffer', async () => {
    const state = { images: [BASE, OWN], containers: [STOPPED] };
    expect(await check('alpine', { ...state, details: [STOPPED] })).toEqual(
      failing(/exited, exit code 255.*another C library/),
    );
    const shell = { ...STOPPED, command: ['/bin/sh', '-c', '/tide'] };
    expect(await check('alpine', { ...state, details: [shell] })).toEqual(failing(/write `CMD` as a list/));
  });

  test('wants the port that leads in', async () => {
    const elsewhere = { ...RUNNING, ports: [{ containerPort: 8000, hostPort: 8003, protocol: 'tcp' as const }] };
    expect(await check('alpine', { images: [BASE, OWN], containers: [elsewhere], pages: answers })).toEqual(
      failing(/`-p 8002:8000`/),
    );
  });

  test('from scratch the size tells whether something else is in it', async () => {
    const fat = imageOf('7'.repeat(64), ['tide:scratch'], ['b1', 'own'], 2_800_000);
    expect(await check('scratch', { images: [fat] })).toEqual(failing(/has 2.80 MB/));
    expect(await check('scratch', { images: [SCRATCH] })).toEqual(failing(/No container was started from it yet/));
  });
});

describe('times', () => {
  const says = (answer: string) => ({ images: [DEBIAN, OWN, SCRATCH], answer });

  test.each(['101', '101,3', '100', 'about 100', '100 times', '104x'])('passes on %j', async (text) => {
    expect(await check('times', says(text))).toEqual(pass());
  });

  test.each([
    ['0.01', /less than 1/],
    ['77', /by how many MB/],
    ['8.6', /the figure for `tide:alpine`/],
    ['50', /78 MB, `tide:scratch` has 0.77 MB/],
    ['many', /It was "many"/],
  ])('tells what is wrong with %j', async (text, reason) => {
    expect(await check('times', says(text))).toEqual(failing(reason));
  });
});
