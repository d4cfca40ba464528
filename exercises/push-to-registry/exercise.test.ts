import { describe, expect, test } from 'vitest';
import { type ContainerDetails, fail, type ManifestView, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const MENU = 'registry.internal/calm-heron/menu';
const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;
const manifest = (digit: string, ...layers: string[]): ManifestView => ({
  digest: digestOf(digit),
  mediaType: '',
  platforms: ['linux/amd64'],
  layers: layers.map((digest) => ({ digest, sizeBytes: 100 })),
});
const FIRST = manifest('a', 'base', 'old');

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox({ account: 'calm-heron', ...state }));
}

const failing = (reason: RegExp) => fail(expect.stringMatching(reason) as string);

describe('first', () => {
  test('is in the registry, and else says where it is', async () => {
    expect(await check('first', { registryTags: { [MENU]: ['1.0'] } })).toEqual(pass());
    expect(await check('first', {})).toEqual(failing(/no `registry.internal\/calm-heron\/menu:1.0` yet\.$/));
    expect(await check('first', { images: [imageOf('a', ['menu:1.0'], [])] })).toEqual(failing(/has `menu:1.0`, and/));
    expect(await check('first', { images: [imageOf('a', [`${MENU}:1.0`], [])] })).toEqual(failing(/nowhere else/));
    expect(await check('first', { registryTags: { [MENU]: ['v1'] } })).toEqual(failing(/has `v1` of/));
  });

  test('without a course registry it is asked of the learner’s own', async () => {
    const { check: decide } = exercise.tasks[0] ?? {};
    const own = { registryTags: { 'localhost:5001/me/menu': ['1.0'] } };
    expect(await decide?.(handBuiltSandbox(own))).toEqual(pass());
    expect(await decide?.(handBuiltSandbox({}))).toEqual(failing(/no `localhost:5001\/me\/menu:1.0` yet/));
  });
});

describe('second', () => {
  const second = (view: ManifestView) =>
    check('second', { manifests: { [`${MENU}:1.0`]: FIRST, [`${MENU}:1.1`]: view } });

  test('costs one layer', async () => {
    expect(await second(manifest('b', 'base', 'new'))).toEqual(pass());
    expect(await second(FIRST)).toEqual(failing(/are one image, `sha256:aaaaaaaaaaaa`/));
    expect(await second(manifest('b', 'base', 'old'))).toEqual(failing(/only settings differ/));
    expect(await second(manifest('b', 'base', 'x', 'y'))).toEqual(failing(/^2 of the 3 layers .* 200 bytes/));
    expect(await second(manifest('b', 'squashed'))).toEqual(failing(/^1 of the 1 layer /));
  });
});

describe('by digest', () => {
  const reference = `${MENU}@${FIRST.digest}`;
  const manifests = { [`${MENU}:1.0`]: FIRST };
  /** The hand-built engine finds an image by what stands among its tags; a real one has no digests there. */
  const engine = (...tags: string[]): HandBuilt => ({
    manifests,
    images: [{ ...imageOf('a', [], []), tags: Object.assign([...tags], { includes: () => true }) }],
  });
  const board = (image: string): HandBuilt => ({
    manifests,
    details: [{ name: 'chalkboard', image } as ContainerDetails],
  });

  test('the image has no other name', async () => {
    expect(await check('by-digest', engine())).toEqual(pass());
    expect(await check('by-digest', engine('menu:1.0'))).toEqual(failing(/as `menu:1.0` as well/));
    expect(await check('by-digest', { manifests })).toEqual(failing(/nothing under the digest of `1.0`/));
    expect(await check('by-digest', {})).toEqual(failing(/registry has no/));
  });

  test('the container was started by it', async () => {
    expect(await check('board', board(reference))).toEqual(pass());
    expect(await check('board', board(`${MENU}:1.0`))).toEqual(failing(/A tag can be moved/));
    expect(await check('board', board(`${MENU}@${digestOf('b')}`))).toEqual(failing(/begins with `sha256:a{12}`\.$/));
    expect(await check('board', { manifests })).toEqual(failing(/named `chalkboard`/));
  });
});
