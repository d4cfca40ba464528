import type { ExerciseState, TaskState } from '../shared/views.ts';

/** `undone`: passed once, and no longer so. It counts as passed. */
export type TaskMark = 'passed' | 'undone' | 'missing' | 'trouble' | 'open';

/** A task that was passed once stays passed, whatever its latest verdict. */
export function markOf(state: TaskState | undefined): TaskMark {
  const kind = state?.verdict?.kind;
  if (state?.passedAt) return kind === 'fail' ? 'undone' : 'passed';
  switch (kind) {
    case 'fail':
      return 'missing';
    case 'error':
      return 'trouble';
    default:
      return 'open';
  }
}

export function isOpen(state: TaskState | undefined): boolean {
  return !state?.passedAt;
}

export function countPassed(state: ExerciseState | undefined): number {
  return state?.tasks.filter((task) => !isOpen(task)).length ?? 0;
}

/** Whether nothing is left to try before the solution: hints that could still be opened come first. */
export function isHelpUsedUp(state: ExerciseState | undefined): boolean {
  return state?.isTried === true && state.tasks.every((task) => !isOpen(task) || task.hints.length === task.hintCount);
}
