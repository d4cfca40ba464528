import { describe, expect, test } from 'vitest';
import { type FileChange, fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';
import { ADDED, CHANGED, IMAGE } from './names.ts';

const NGINX = imageOf('a'.repeat(64), [IMAGE], ['l1', 'l2']);
const OTHER = imageOf('b'.repeat(64), ['nginx:1.26'], ['l1']);
const CONTAINERS = ['red', 'green', 'blue'].map((name, index) => ({
  id: `${index + 1}`.repeat(64),
  name,
  image: IMAGE,
  imageId: NGINX.id,
  state: 'running',
  ports: [],
}));

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox({ images: [NGINX, OTHER], containers: CONTAINERS, ...state }));
}

const says = (reason: RegExp) => fail(expect.stringMatching(reason) as string);
const diff = (changes: Record<string, FileChange[]>) => ({ changes });

test('three of one image that run are asked for', async () => {
  expect(await check('three', {})).toEqual(pass());
  expect(await check('three', { containers: CONTAINERS.slice(0, 1) })).toEqual(
    says(/^1 of 3 are there\. Missing: `green`, `blue`\.$/),
  );
  const [red, green] = CONTAINERS;
  if (!red || !green) throw new Error('no containers');
  expect(await check('three', { containers: [red, green, { ...red, name: 'brave_noyce' }] })).toEqual(
    says(/Missing: `blue`\. `brave_noyce` is of .* `--name` gives one/),
  );
  expect(
    await check('three', {
      containers: [red, green, { ...red, name: 'blue', image: 'nginx:1.26', imageId: OTHER.id }],
    }),
  ).toEqual(says(/`blue` was made from `nginx:1.26`/));
  expect(await check('three', { containers: [red, green, { ...red, name: 'blue', state: 'exited' }] })).toEqual(
    says(/state is "exited"/),
  );
});

describe('a change of its own', () => {
  test('must be in the right container alone', async () => {
    expect(await check('added', diff({ red: [{ kind: 'added', path: ADDED }] }))).toEqual(pass());
    expect(await check('added', diff({ green: [{ kind: 'added', path: ADDED }] }))).toEqual(
      says(/^`green` has `A .*It should be `red`/),
    );
    expect(
      await check('added', diff({ red: [{ kind: 'added', path: ADDED }], blue: [{ kind: 'added', path: ADDED }] })),
    ).toEqual(says(/and `blue` too/));
  });

  test('must be of its kind', async () => {
    expect(await check('changed', diff({ blue: [{ kind: 'deleted', path: CHANGED }] }))).toEqual(
      says(/has `D .*where `C`/),
    );
    expect(await check('changed', diff({ blue: [{ kind: 'added', path: ADDED }] }))).toEqual(
      says(/1 change .*`news.html`/),
    );
  });
});

describe('the id', () => {
  test.each([NGINX.id, 'a'.repeat(12), 'A'.repeat(12)])('passes on %s', async (answer) => {
    expect(await check('image-id', { answer })).toEqual(pass());
  });

  test.each([
    ['aaaa', /^4 characters/],
    [IMAGE, /only the digits/],
    ['111111111111', /container `red`/],
    ['bbbbbbbbbbbb', /the id of `nginx:1.26`/],
    ['cccccccccccc', /the digest/],
    ['dddddddddddd', /neither an image nor a container/],
  ])('tells what %s is', async (answer, reason) => {
    const manifests = { [IMAGE]: { digest: `sha256:${'c'.repeat(64)}`, mediaType: '', platforms: [], layers: [] } };
    expect(await check('image-id', { answer, manifests })).toEqual(says(reason));
  });
});
