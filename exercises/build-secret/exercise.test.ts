import { expect, test } from 'vitest';
import { fail, type HistoryRow, pass, type SandboxView } from '../../src/shared/exercise/index.ts';
import { checkTask, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import { FIRST, NEXT } from './charts.ts';
import exercise from './exercise.ts';

const IMAGE = imageOf('1'.repeat(64), ['charts:1.0'], ['b', 'own']);
const CHARTS = `Charts of the harbour\nsealed ${FIRST.seal}\n`;
const SCRIPT_BYTES = 500;
const TOKEN_BYTES = 21;

function row(createdBy: string, sizeBytes: number): HistoryRow {
  return { createdBy, sizeBytes, comment: '' };
}
const BASE_ROWS = [row('CMD ["sh"]', 0), row('ADD rootfs', 4_000_000)];

const PUBLIC_BASE_ROWS = [row('BusyBox 1.37.0 (glibc), Debian 13', 4_000_000)];

function check(taskId: string, rows: readonly HistoryRow[], body = CHARTS, base = BASE_ROWS) {
  const container = { id: 'c', name: 'c', image: 'charts:1.0', imageId: IMAGE.id, state: 'running' };
  const sandbox: SandboxView = handBuiltSandbox({
    images: [IMAGE],
    history: { 'charts:1.0': [...rows, ...base] },
    containers: [{ ...container, ports: [{ containerPort: 80, hostPort: 8080, protocol: 'tcp' }] }],
    pages: { 8080: { status: 200, body } },
    fileInfos: {
      'fetch-charts': { kind: 'file', sizeBytes: SCRIPT_BYTES, mode: 0o644 },
      'token.txt': { kind: 'file', sizeBytes: TOKEN_BYTES, mode: 0o644 },
    },
  });
  return checkTask(exercise, taskId, sandbox);
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

test.each([0, 1, 2])('the layers may hold the charts and the script %i times', async (copies) => {
  const rows = [row('RUN', CHARTS.length), row('COPY', copies * SCRIPT_BYTES)];
  expect(await check('layers', rows)).toEqual(pass());
});

test('the base ends where the public image says it does, too', async () => {
  expect(await check('layers', [row('RUN', CHARTS.length)], CHARTS, PUBLIC_BASE_ROWS)).toEqual(pass());
  expect(await check('layers', [row('RUN', CHARTS.length)], CHARTS, [row('ADD debian', 1)])).toEqual(
    failing(/was not built from `busybox:1.37`/),
  );
});

test('one byte more is something else', async () => {
  const rows = (more: number) => [
    row('RUN rm token.txt', 0),
    row('RUN', CHARTS.length),
    row('COPY', SCRIPT_BYTES + more),
  ];
  expect(await check('layers', rows(TOKEN_BYTES))).toEqual(failing(/; 21 are something else. As many has `token.txt`/));
  expect(await check('layers', rows(1))).toEqual(failing(/; 1 are something else. A file that was deleted/));
  expect(await check('layers', [row('RUN', CHARTS.length + TOKEN_BYTES)])).toEqual(failing(/are the charts; 21 are/));
});

test('a build argument is found in the history', async () => {
  const leak = row('RUN |1 TOKEN=hbr-5f27c0d1e94b38a6 /bin/sh -c fetch', 60);
  expect(await check('settings', [leak])).toEqual(failing(/Row 1 .* shows the token: `hbr-5f27c0d1e94b38a6`/));
  expect(await check('settings', [row('RUN --mount=type=secret,id=token', 60)])).toEqual(pass());
});

test('the charts carry the seal of the right token', async () => {
  expect(await check('served', [])).toEqual(pass());
  expect(await check('served', [], `sealed ${NEXT.seal}`)).toEqual(
    failing(/the seal of `new-token.txt`.*the cache's key/),
  );
  expect(await check('served', [], 'charts')).toEqual(failing(/6 characters and no seal/));
  expect(await check('served', [], `${CHARTS} hbr-5f27c0d1e94b38a6`)).toEqual(failing(/for all to read/));
});
