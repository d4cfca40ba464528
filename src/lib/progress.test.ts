import { expect, test } from 'vitest';
import { countProgress } from './progress.ts';

const open = (id: string) => ({ id, passedAt: null, verdict: null, hints: [], hintCount: 0, answer: null });
const done = (id: string) => ({ ...open(id), passedAt: '2026-01-02T03:04:05Z' });

test('counts passed tasks over all exercises of a lesson', () => {
  const counts = new Map([
    ['web-app', 3],
    ['several-tags', 2],
  ]);
  const state = { exercise: 'web-app', tasks: [done('a'), open('b'), done('c')], isTried: true, solution: null };
  expect(countProgress(counts, [state])).toEqual({ passed: 2, total: 5 });
  expect(countProgress(counts, [])).toEqual({ passed: 0, total: 5 });
});
