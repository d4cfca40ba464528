import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { QUIZZES_FILE, type QuestionKey } from '../../src/shared/quiz.ts';
import { createQuizzes } from './quizzes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-quizzes-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (text: string) => {
  await mkdir(dirname(join(folder, QUIZZES_FILE)), { recursive: true });
  await writeFile(join(folder, QUIZZES_FILE), text);
};

const layers: QuestionKey = {
  kind: 'number',
  value: 5,
  tolerance: 0,
  unit: null,
  less: null,
  more: null,
  explanation: 'Only `COPY`.',
};

test('a question is found by its lesson and its id, and nothing else is', async () => {
  await write(JSON.stringify({ layers: { count: layers }, empty: {} }));
  const { questionsOf } = await createQuizzes(folder);
  expect(questionsOf('layers')?.get('count')).toEqual(layers);
  expect(questionsOf('empty')?.size).toBe(0);
  for (const name of ['other', 'constructor', '__proto__', 'toString', '']) {
    expect(questionsOf(name)).toBeUndefined();
    expect(questionsOf('layers')?.get(name)).toBeUndefined();
  }
});

test('a missing file is named, with what to do', async () => {
  await expect(createQuizzes(folder)).rejects.toThrow(/quizzes\.json is missing.*npm start/);
});

test('a torn file is refused as a whole, and so is one that no build leaves', async () => {
  const whole = JSON.stringify({ layers: { count: layers } });
  for (const text of [whole.slice(0, -1), whole.slice(0, 20), '', '[]', '{"layers":{"count":{"kind":"number"}}}']) {
    await write(text);
    await expect(createQuizzes(folder), text).rejects.toThrow(/can’t be read.*npm start/);
  }
});
