import type { ExerciseState, TaskState } from '../shared/views.ts';

/** `earned` is `undefined` as long as the task is not done. */
export interface Points {
  readonly earned: number | undefined;
  readonly of: number;
}

/** Of a task that gives so many points at most; `undefined` where it gives none. */
export function pointsOf(most: number | undefined, state: TaskState | undefined): Points | undefined {
  if (most === undefined) return undefined;
  return { earned: state?.passedAt ? (state.points?.earned ?? 0) : undefined, of: most };
}

/** Of all tasks together; `undefined` where none gives points. */
export function scoreOf(
  tasks: readonly { readonly id: string; readonly points?: number }[],
  state: ExerciseState | undefined,
): { readonly earned: number; readonly of: number } | undefined {
  const of = tasks.reduce((sum, { points = 0 }) => sum + points, 0);
  const states = new Map(state?.tasks.map((task) => [task.id, task]));
  const earned = tasks.reduce((sum, { id, points }) => sum + (pointsOf(points, states.get(id))?.earned ?? 0), 0);
  return of === 0 ? undefined : { earned, of };
}

/** "10 points" before, "8 of 10 points" once it is done. */
export function describePoints({ earned, of }: Points): string {
  if (earned !== undefined) return `${earned} of ${of} points`;
  return of === 1 ? '1 point' : `${of} points`;
}
