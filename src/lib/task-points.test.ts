import { expect, test } from 'vitest';
import type { TaskState } from '../shared/views.ts';
import { describePoints, pointsOf, scoreOf } from './task-points.ts';

const state = (id: string, passedAt: string | null, earned: number): TaskState => ({
  id,
  passedAt,
  verdict: null,
  hints: [],
  hintCount: 0,
  answer: null,
  points: { earned, of: 10 },
});
const AT = '2026-01-02T03:04:05Z';

test('a task that is open says what it gives, one that is done what it gave', () => {
  expect(pointsOf(undefined, state('a', AT, 4))).toBeUndefined();
  expect(pointsOf(10, undefined)).toEqual({ earned: undefined, of: 10 });
  expect(pointsOf(10, state('a', AT, 4))).toEqual({ earned: 4, of: 10 });
  expect(describePoints({ earned: undefined, of: 10 })).toBe('10 points');
  expect(describePoints({ earned: undefined, of: 1 })).toBe('1 point');
  expect(describePoints({ earned: 0, of: 10 })).toBe('0 of 10 points');
});

test('the score is the sum over tasks that are done, and there is none where no task gives points', () => {
  const tasks = [{ id: 'a', points: 10 }, { id: 'b', points: 20 }, { id: 'c' }];
  const exercise = { exercise: 'x', tasks: [state('a', AT, 8), state('b', null, 0)], isTried: true, solution: null };
  expect(scoreOf(tasks, exercise)).toEqual({ earned: 8, of: 30 });
  expect(scoreOf(tasks, undefined)).toEqual({ earned: 0, of: 30 });
  expect(scoreOf([{ id: 'c' }], exercise)).toBeUndefined();
});
