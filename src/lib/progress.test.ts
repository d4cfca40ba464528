import { expect, test } from 'vitest';
import { countProgress } from './progress.ts';

const done = (id: string) => ({ id, passedAt: '2026-01-02T03:04:05Z', verdict: null });
const open = (id: string) => ({ id, passedAt: null, verdict: null });

test('counts passed tasks over all exercises of a lesson', () => {
  const counts = new Map([
    ['web-app', 3],
    ['several-tags', 2],
  ]);
  expect(countProgress(counts, [{ exercise: 'web-app', tasks: [done('a'), open('b'), done('c')] }])).toEqual({
    passed: 2,
    total: 5,
  });
  expect(countProgress(counts, [])).toEqual({ passed: 0, total: 5 });
});
