import { describe, expect, test } from 'vitest';
import { fail, type ImageView, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';
import { FULL, OWN, PUBLIC } from './names.ts';

const python = (tags: readonly string[], layers = ['l1', 'l2', 'l3'], version = '3.13.5'): ImageView => ({
  ...imageOf('a'.repeat(64), tags, layers),
  env: ['PATH=/usr/local/bin', `PYTHON_VERSION=${version}`],
});
const REGISTRY = {
  manifests: {
    [PUBLIC]: {
      digest: 'sha256:d',
      mediaType: '',
      platforms: [],
      layers: [1, 2, 3].map((sizeBytes) => ({ digest: `sha256:${sizeBytes}`, sizeBytes })),
    },
  },
};

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox({ ...REGISTRY, ...state }));
}

const says = (reason: RegExp) => fail(expect.stringMatching(reason) as string);

describe('own', () => {
  test('passes with the old name and without it', async () => {
    expect(await check('own', { images: [python([PUBLIC, OWN])] })).toEqual(pass());
    expect(await check('own', { images: [python([OWN])] })).toEqual(pass());
  });

  test.each([
    [python([PUBLIC]), /Of your images: `python:3.13-slim`/],
    [python([OWN], ['l1', 'l2', 'l3', 'l4']), /has 4 layers, `python:3.13-slim` has 3/],
    [python([OWN], ['l1', 'l2', 'l3'], '3.12.1'), /a Python 3.12.1/],
    [imageOf('b', [OWN], ['l1', 'l2', 'l3']), /no Python image/],
  ])('tells what is wrong', async (image, reason) => {
    expect(await check('own', { images: [image] })).toEqual(says(reason));
  });
});

test('the long name must lead to the same image, with its tag', async () => {
  expect(await check('full', { images: [python([OWN, FULL])] })).toEqual(pass());
  expect(await check('full', { images: [python([FULL])] })).toEqual(pass());
  expect(await check('full', { images: [python([OWN, 'localhost:5000/tools/python:latest'])] })).toEqual(
    says(/its tag is `latest`/),
  );
  expect(await check('full', { images: [python([OWN]), { ...python([FULL]), id: 'sha256:b' }] })).toEqual(
    says(/two images/),
  );
});

test('the old name must be gone, and the image not', async () => {
  expect(await check('old-gone', { images: [python([OWN, FULL])] })).toEqual(pass());
  expect(await check('old-gone', { images: [python([PUBLIC, OWN, FULL])] })).toEqual(says(/has 3 names/));
  expect(await check('old-gone', { images: [python([PUBLIC])] })).toEqual(says(/its own name first/));
  expect(await check('old-gone', {})).toEqual(says(/the image went too/));
});

test('the version is the one that the image states', async () => {
  const says3 = (text: string) => ({ images: [python([OWN])], files: { 'version.txt': text } });
  expect(await check('version', says3('Python 3.13.5\n'))).toEqual(pass());
  expect(await check('version', says3(''))).toEqual(says(/is empty/));
  expect(await check('version', says3('Python 3.13\n'))).toEqual(says(/its full version/));
});
