import type { ExerciseState } from '../shared/views.ts';

export interface Progress {
  readonly passed: number;
  readonly total: number;
}

/** How much of some exercises is done. `taskCounts` says how many tasks each has now; passed ones that are gone don't count. */
export function countProgress(taskCounts: ReadonlyMap<string, number>, states: readonly ExerciseState[]): Progress {
  let passed = 0;
  let total = 0;
  for (const [exercise, count] of taskCounts) {
    total += count;
    const tasks = states.find((state) => state.exercise === exercise)?.tasks ?? [];
    passed += Math.min(count, tasks.filter(({ passedAt }) => passedAt !== null).length);
  }
  return { passed, total };
}
