import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readCourseProofs, selectProofs } from './course-proofs.ts';

const course = await readCourseProofs(join(import.meta.dirname, '../..'), { isUpdate: false });
const { proofs } = course;
afterAll(() => course[Symbol.asyncDispose]());

const idsOf = (...words: string[]) => selectProofs(proofs, words).map(({ id }) => id);

test('each has an id of its own', () => {
  expect(new Set(idsOf()).size).toBe(proofs.length);
});

test('an exercise is its start, its wrong answers and its solution', () => {
  const ids = idsOf('web-app');
  expect(ids[0]).toBe('exercise/web-app/start');
  expect(ids).toContain('exercise/web-app/wrong-expose-only.sh');
  expect(ids.at(-1)).toBe('exercise/web-app/solution.sh');
});

test('a lesson is what it leads to, its words and its commands', () => {
  expect(idsOf('layers')).toEqual([
    'references/docker-images/lessons/04-layers',
    'prose/docker-images/lessons/04-layers',
    'lesson/docker-images/lessons/04-layers',
  ]);
});

test('a path names one file, or all below a folder', () => {
  expect(idsOf('exercises/web-app/wrong/expose-only.sh')).toEqual(['exercise/web-app/wrong-expose-only.sh']);
  expect(idsOf('./exercises/web-app/')).toEqual(idsOf('web-app'));
  expect(idsOf('content/docker-images/lessons/04-layers.mdx')).toEqual(idsOf('layers'));
  const folder = idsOf('content/docker-images');
  expect(folder).toEqual(expect.arrayContaining(idsOf('docker-images', 'layers', 'first-dockerfile')));
  for (const id of folder) expect(id).toContain('/docker-images');
});

test('an unknown word is refused, with what there is', () => {
  expect(() => idsOf('layers', 'lairs')).toThrow(/nothing called `lairs`.*web-app.*layers/);
});
