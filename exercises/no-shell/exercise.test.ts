import { expect, test } from 'vitest';
import { fail, pass, type SandboxView } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const IMAGE = { ...imageOf('1'.repeat(64), ['gauge:1.0'], ['l1']), entrypoint: ['/usr/bin/python3.13'], user: '65532' };
const GAUGE = { id: 'c1', name: 'gauge', image: 'gauge:1.0', imageId: IMAGE.id, state: 'running', ports: [] };
const SEAL = '0123456789ab';
const CODE = 'cafe0123';
const TRACE = '/tmp/gauge-aa11bb.trace';
const RUNNING: HandBuilt = {
  images: [IMAGE],
  containers: [GAUGE],
  changes: {
    gauge: [
      { kind: 'modified', path: '/tmp' },
      { kind: 'added', path: TRACE },
    ],
  },
};

/** A sandbox in which the program answers as `gauge.py` does. */
function check(taskId: string, state: HandBuilt) {
  const sandbox: SandboxView = {
    ...handBuiltSandbox(state),
    http: async (_port, path) => {
      const isRight = path === '/' || path === `/is?seal=${SEAL}` || path === `/is?code=${CODE}`;
      return { status: isRight ? 200 : 403, body: '' };
    },
  };
  return checkTask(exercise, taskId, sandbox);
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

test('the container runs from the image without a shell', async () => {
  expect(await check('running', RUNNING)).toEqual(pass());
  const slim = { ...IMAGE, entrypoint: [], user: '', sizeBytes: 109_000_000 };
  expect(await check('running', { ...RUNNING, images: [slim] })).toEqual(failing(/\(109 MB\) does not start from/));
  expect(await check('running', { images: [IMAGE] })).toEqual(failing(/no container `gauge` yet/));
});

test.each([TRACE, `A ${TRACE}`, `gauge:${TRACE}`])('the file written may be entered as %j', async (answer) => {
  expect(await check('written', { ...RUNNING, answer })).toEqual(pass());
});

test.each([
  ['/tmp', /Its line starts with A/],
  ['gauge-aa11bb.trace', /Enter the whole path/],
  ['/tmp/gauge-000000.trace', /has 2 lines, and none is/],
])('tells what is wrong with %j', async (answer, reason) => {
  expect(await check('written', { ...RUNNING, answer })).toEqual(failing(reason));
});

test('the copy has the seal of the process that runs', async () => {
  const copied = (text: string) => check('copied', { ...RUNNING, files: { 'trace.txt': text } });
  expect(await copied(`started, seal ${SEAL}\n`)).toEqual(pass());
  expect(await copied('started, seal ffffffffffff\n')).toEqual(failing(/Another container drew another/));
  const folder = { 'trace.txt': { kind: 'folder' as const, sizeBytes: 4096, mode: 0o755 } };
  expect(await check('copied', { ...RUNNING, fileInfos: folder })).toEqual(failing(/is a folder/));
  expect(await copied('gauge: the seal is in the trace file\n')).toEqual(failing(/37 characters, and no seal/));
});

test.each([CODE, `service code: ${CODE}`])('the code may be entered as %j', async (answer) => {
  expect(await check('code', { ...RUNNING, answer })).toEqual(pass());
});

test('the seal is not the code, and neither is that of another start', async () => {
  expect(await check('code', { ...RUNNING, answer: SEAL })).toEqual(failing(/is the seal/));
  expect(await check('code', { ...RUNNING, answer: 'deadbeef' })).toEqual(failing(/Each start draws another/));
  expect(await check('code', { ...RUNNING, containers: [], answer: CODE })).toEqual(failing(/no container `gauge`/));
});
