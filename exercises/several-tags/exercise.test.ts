import { describe, expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const OLD = imageOf('a'.repeat(64), ['webapp:1.0'], ['l1', 'old']);
const NEW = imageOf('b'.repeat(64), ['webapp:1.1', 'webapp:1', 'webapp:latest'], ['l1', 'new']);

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

test('all tasks pass when one new build has three names', async () => {
  const state = { images: [OLD, NEW], files: { 'images.txt': '2\n' } };
  for (const task of exercise.tasks) expect(await check(task.id, state)).toEqual(pass());
});

describe('changed', () => {
  test('tells a tag on the old image, and a build without a changed file, from a new version', async () => {
    expect(await check('changed', { images: [OLD] })).toEqual(failing(/no image `webapp:1.1` yet/));
    expect(await check('changed', { images: [NEW] })).toEqual(failing(/no `webapp:1.0` to compare it with/));
    expect(await check('changed', { images: [imageOf('a', ['webapp:1.0', 'webapp:1.1'], ['l1'])] })).toEqual(
      failing(/are one image, a\. Change the page/),
    );
    expect(await check('changed', { images: [OLD, imageOf('c', ['webapp:1.1'], ['l1', 'old'])] })).toEqual(
      failing(/the files are the same in all 2 layers/),
    );
  });
});

describe('tags', () => {
  test('names what is missing, with the ids', async () => {
    const release = imageOf('b'.repeat(64), ['webapp:1.1'], ['new']);
    const moved = imageOf('a'.repeat(64), ['webapp:1.0', 'webapp:latest'], ['old']);
    expect(await check('tags', { images: [moved, release] })).toEqual(
      fail('`webapp:1.1` is bbbbbbbbbbbb, but `webapp:1` does not exist and `webapp:latest` is aaaaaaaaaaaa.'),
    );
    expect(await check('tags', { images: [OLD] })).toEqual(failing(/`webapp:1.1` comes first/));
    expect(await check('tags', { images: [imageOf('a', ['webapp:1.0', 'webapp:1.1'], [])] })).toEqual(
      failing(/still the same image as `webapp:1.0`, a\./),
    );
  });
});

describe('count', () => {
  const says = (text: string) => ({ images: [OLD, NEW], files: { 'images.txt': text } });

  test('tells names from images', async () => {
    expect(await check('count', says('4'))).toEqual(failing(/That many names there are/));
    expect(await check('count', says('3'))).toEqual(failing(/says 3, and that is not it/));
    expect(await check('count', says('two'))).toEqual(failing(/one whole number/));
    expect(await check('count', {})).toEqual(failing(/no `images.txt`/));
    expect(await check('count', { images: [OLD], files: { 'images.txt': '1' } })).toEqual(
      failing(/only 1 of the 4 names exist so far/),
    );
  });
});
