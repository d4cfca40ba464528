import { expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { isNews, readProgress } from './progress.ts';

const exercise = { id: 'x', tasks: [{ id: 'a' }, { id: 'b' }] };
const at = (minute: number) => `2026-01-02T03:0${minute}:00.000Z`;

test('nothing was tried: every task is open', () => {
  expect(readProgress(exercise, [])).toEqual({
    exercise: 'x',
    tasks: [
      { id: 'a', passedAt: null, verdict: null },
      { id: 'b', passedAt: null, verdict: null },
    ],
  });
});

test('a task once passed stays passed, and shows the latest verdict beside it', () => {
  const attempts = [
    { task: 'a', verdict: fail('1 of 2'), at: at(1) },
    { task: 'a', verdict: pass(), at: at(2) },
    { task: 'a', verdict: fail('gone'), at: at(3) },
    { task: 'a', verdict: pass(), at: at(4) },
    { task: 'a', verdict: fail('gone again'), at: at(5) },
  ];
  expect(readProgress(exercise, attempts).tasks[0]).toEqual({
    id: 'a',
    passedAt: at(2),
    verdict: fail('gone again'),
  });
});

test('attempts at a task that the exercise no longer has do not count', () => {
  expect(readProgress(exercise, [{ task: 'old', verdict: pass(), at: at(1) }]).tasks.map(({ id }) => id)).toEqual([
    'a',
    'b',
  ]);
});

test('only what the log does not end on yet is news', () => {
  expect(isNews(null, pass())).toBe(true);
  expect(isNews(pass(), pass())).toBe(false);
  expect(isNews(fail('1 of 2'), fail('1 of 2'))).toBe(false);
  expect(isNews(fail('1 of 3'), fail('2 of 3'))).toBe(true);
  expect(isNews(fail('x'), { kind: 'error', reason: 'x' })).toBe(true);
});
