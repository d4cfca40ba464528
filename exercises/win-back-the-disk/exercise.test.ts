import { describe, expect, test } from 'vitest';
import { type ContainerDetails, type ContainerView, fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const SHOP_IMAGE = imageOf('a'.repeat(64), ['shop:2'], ['l1', 'l2']);
const KEEPER = imageOf('b'.repeat(64), ['ledger-server:1.0'], ['l1', 'l3']);
const DANGLING = imageOf('d'.repeat(64), [], ['l1', 'l4'], 8_030_000);
const container = (name: string, imageId: string, state: string): ContainerView => {
  return { id: name, name, image: '', imageId, state, ports: [] };
};
const SHOP = container('shop', SHOP_IMAGE.id, 'running');
const ENDED = container('import-1', DANGLING.id, 'exited');

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

test('all but the last ask for the disk to be filled', async () => {
  for (const { id } of exercise.tasks.slice(0, -1)) expect(await check(id, {})).toEqual(failing(/Run `sh fill.sh`/));
});

test('containers that have ended are to go, and the shop is to run', async () => {
  expect(await check('containers', { containers: [SHOP] })).toEqual(pass());
  expect(await check('containers', { containers: [SHOP, ENDED] })).toEqual(
    failing(/^1 container that does not run .*`import-1`/),
  );
  expect(await check('containers', { containers: [{ ...SHOP, state: 'exited' }] })).toEqual(failing(/should run/));
});

test('an image without a tag may stay only while something runs from it', async () => {
  const images = [SHOP_IMAGE, KEEPER, DANGLING];
  expect(await check('dangling', { containers: [SHOP], images: [SHOP_IMAGE, KEEPER] })).toEqual(pass());
  expect(await check('dangling', { containers: [SHOP, { ...ENDED, state: 'running' }], images })).toEqual(pass());
  expect(await check('dangling', { containers: [SHOP], images })).toEqual(
    fail('1 image without a tag, the first of 8.0 MB: `dddddddddddd`.'),
  );
  expect(await check('dangling', { containers: [SHOP, ENDED], images })).toEqual(failing(/held by `import-1`/));
});

test('trials and cache are told with their names and figures', async () => {
  const trial = imageOf('e'.repeat(64), ['trial:1'], []);
  expect(await check('trials', { containers: [SHOP], images: [trial, KEEPER] })).toEqual(
    failing(/uses `trial:1`, and/),
  );
  expect(await check('trials', { containers: [SHOP], images: [KEEPER] })).toEqual(pass());
  const record = { id: 'r', kind: 'regular', description: '', isInUse: false, isShared: false, usedCount: 1 };
  const buildCache = [6_000_000, 1_000].map((sizeBytes) => ({ ...record, sizeBytes }));
  const cache = (state: HandBuilt) => check('cache', { containers: [SHOP], images: [KEEPER], ...state });
  expect(await cache({ buildCache })).toEqual(failing(/6\.0 MB that no image has, in 2 records/));
  expect(await cache({ buildCache: buildCache.slice(1) })).toEqual(pass());
  expect(await cache({ buildCache: buildCache.map((each) => ({ ...each, isShared: true })) })).toEqual(pass());
  expect(await cache({ images: [trial, DANGLING, KEEPER] })).toEqual(failing(/^2 images that should go have layers/));
});

describe('kept', () => {
  const mount = { kind: 'volume', source: 'ledger', destination: '/ledger', isWritable: true } as const;
  const books = (more: Partial<ContainerDetails> = {}) =>
    ({ name: 'books', image: 'ledger-server:1.0', imageId: KEEPER.id, mounts: [mount], ...more }) as ContainerDetails;
  const kept = (details: ContainerDetails, body?: string) =>
    check('kept', {
      images: [KEEPER],
      details: [details],
      pages: body === undefined ? {} : { 8095: { status: 404, body } },
    });

  test('the keeper serves what lies in the volume', async () => {
    expect(await kept(books(), 'Ledger: 41 parcels, all of them paid\n')).toEqual(pass());
  });

  test('what is lost is told apart from what is only not right yet', async () => {
    expect(await check('kept', {})).toEqual(failing(/no registry has it/));
    expect(await check('kept', { images: [KEEPER] })).toEqual(failing(/no container `books` of it yet/));
    expect(await kept(books({ imageId: SHOP_IMAGE.id }))).toEqual(failing(/not from `ledger-server:1.0`/));
    expect(await kept(books({ mounts: [] }))).toEqual(failing(/has 0 mounts/));
    expect(await kept(books())).toEqual(failing(/Nothing answers on port 8095/));
    expect(await kept(books({ mounts: [{ ...mount, destination: '/data' }] }), '')).toEqual(
      failing(/reads `\/ledger`/),
    );
    expect(await kept(books(), 'Not found')).toEqual(failing(/status 404, .* a new, empty one/));
  });
});
