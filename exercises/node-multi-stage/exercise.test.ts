import { describe, expect, test } from 'vitest';
import { fail, type HistoryRow, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const BUILD = imageOf('b', ['tides:build'], [], 200_100_000);
const SHIPPED = imageOf('s', ['tides:1.0'], [], 179_000_000);

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox({ images: [BUILD, SHIPPED], ...state }));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

function row(createdBy: string, sizeBytes: number): HistoryRow {
  return { createdBy, sizeBytes, comment: '' };
}

test('ship counts what came over Node, and names the heaviest row', async () => {
  const base = [row('/bin/sh -c #(nop)  CMD ["node"]', 0), row('COPY node', 150_000_000)];
  const ship = (...own: HistoryRow[]) => check('ship', { history: { 'tides:1.0': [...own, ...base] } });
  expect(await ship(row('RUN /bin/sh -c npm ci --omit=dev # buildkit', 20_000))).toEqual(pass());
  expect(await ship(row('RUN npm prune', 0), row('RUN /bin/sh -c npm ci # buildkit', 21_000_000))).toEqual(
    failing(/has 21\.0 MB over Node, 21\.0 MB of them from `RUN npm ci`/),
  );
  expect(await check('ship', { history: { 'tides:1.0': [row('COPY dist', 1)] } })).toEqual(
    failing(/not built from an image of `node`/),
  );
});

describe('serve', () => {
  const container = {
    id: 'c',
    name: 'tides',
    image: 'tides:1.0',
    imageId: SHIPPED.id,
    state: 'running',
    ports: [{ containerPort: 3000, hostPort: 8080, protocol: 'tcp' as const }],
  };
  const says = (inventory: object) =>
    check('serve', {
      containers: [container],
      pages: { 8080: { status: 200, body: JSON.stringify({ builtBy: 'shipwright 1.0.0', ...inventory }) } },
    });

  test('wants what was built, the package that it needs, and no more', async () => {
    expect(await says({ packages: ['tide-table'], sources: false })).toEqual(pass());
    expect(await says({ packages: ['shipwright', 'tide-table'], sources: false })).toEqual(
      failing(/has `shipwright` and `tide-table`/),
    );
    expect(await says({ packages: ['tide-table'], sources: true })).toEqual(failing(/folder `src`/));
    expect(await says({ builtBy: 'nobody', packages: [], sources: false })).toEqual(failing(/runs the source/));
    expect(await says({})).toEqual(failing(/does not answer as the program does/));
    expect(await check('serve', { containers: [{ ...container, state: 'exited' }] })).toEqual(
      failing(/does not run \(exited\)/),
    );
    const ports = [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' as const }];
    expect(await check('serve', { containers: [{ ...container, ports }] })).toEqual(
      failing(/leads port 8080 to 8080\. The program listens on 3000/),
    );
    const old = { ...container, id: 'o', name: 'site', imageId: 'sha256:old' };
    expect(await check('serve', { containers: [old] })).toEqual(failing(/`site` holds port 8080/));
  });
});

test('saved takes the sizes as docker images rounds them', async () => {
  const saved = (answer: string) => check('saved', { answer });
  expect(await saved('21.1')).toEqual(pass());
  expect(await saved('21')).toEqual(pass());
  expect(await saved('179')).toEqual(failing(/size of `tides:1.0`/));
  expect(await saved('-21')).toEqual(failing(/positive/));
  expect(await check('saved', { images: [BUILD, { ...SHIPPED, sizeBytes: 200_000_000 }] })).toEqual(
    failing(/next to nothing saved/),
  );
});
