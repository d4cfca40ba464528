import { describe, expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';
import { DATABASE, LATEST, LIST, NONROOT } from './names.ts';

const POSTGRES = {
  ...imageOf('a'.repeat(64), [DATABASE], ['l1']),
  createdAt: '2026-11-21T14:39:01.313652622Z',
  exposedPorts: ['5432/tcp'],
  cmd: ['postgres'],
  entrypoint: ['docker-entrypoint.sh'],
  env: ['PG_MAJOR=17', 'PGDATA=/var/lib/postgresql/data'],
};
const STATIC = { ...imageOf('b'.repeat(64), [NONROOT], ['l1']), user: '65532' };
const IMAGES = [POSTGRES, STATIC, imageOf('c'.repeat(64), [LATEST], ['l1'])];

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox({ images: IMAGES, ...state }));
}

const says = (reason: RegExp) => fail(expect.stringMatching(reason) as string);

describe('answers', () => {
  test.each([
    ['port', '5432'],
    ['port', '5432/tcp'],
    ['port', '{"5432/tcp":{}}'],
    ['command', 'postgres'],
    ['command', '["postgres"]'],
    ['setting', '/var/lib/postgresql/data'],
    ['setting', '/var/lib/postgresql/data/'],
    ['user', '65532'],
    ['created', '2026-11-21'],
    ['created', '2026-11-21T14:39:01.313652622Z'],
  ])('%s passes on %s', async (task, answer) => {
    expect(await check(task, { answer })).toEqual(pass());
  });

  test.each([
    ['port', '543', /it is not "543"/],
    ['port', '5432 80', /it is not/],
    ['port', 'tcp', /is a number/],
    ['command', 'docker-entrypoint.sh', /is the entrypoint/],
    ['setting', 'PGDATA=/var/lib/postgresql/data', /the whole entry/],
    ['setting', 'data', /begins with/],
    ['user', 'nonroot', /is the tag/],
    ['user', 'root', /is not empty/],
    ['created', '8 hours ago', /as in 2026-01-31/],
    ['created', '2026-11-22', /is UTC/],
  ])('%s tells what is wrong with %s', async (task, answer, reason) => {
    expect(await check(task, { answer })).toEqual(says(reason));
  });

  test('the image comes before its answer', async () => {
    expect(await check('user', { images: [POSTGRES], answer: '65532' })).toEqual(says(/Pull it first/));
    expect(await check('port', {})).toEqual(says(/has been entered yet/));
  });
});

describe('the list', () => {
  const says2 = (...lines: string[]) => ({ files: { [LIST]: `${lines.join('\n')}\n` } });

  test('passes in whatever order', async () => {
    expect(await check('list', says2(LATEST, NONROOT))).toEqual(pass());
    expect(await check('list', says2(NONROOT, LATEST))).toEqual(pass());
  });

  test.each([
    [[LATEST], /has 1 of 2 names/],
    [[LATEST, NONROOT, DATABASE], /"postgres:17"/],
    [['REPOSITORY   TAG', LATEST, NONROOT], /with its heading/],
  ])('tells what is wrong with %j', async (lines, reason) => {
    expect(await check('list', says2(...lines))).toEqual(says(reason));
  });

  test('asks for both images first', async () => {
    expect(await check('list', { images: [STATIC] })).toEqual(says(/no `gcr.io.*:latest` yet/));
  });
});
