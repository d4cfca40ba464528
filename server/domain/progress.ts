import type { Verdict } from '../../src/shared/exercise/index.ts';
import type { ExerciseState, TaskState } from '../../src/shared/views.ts';

/** The part of an attempt that progress is read from. */
export interface LoggedVerdict {
  readonly task: string;
  readonly verdict: Verdict;
  readonly at: string;
}

/** The part of a deed at an exercise that progress is read from. */
export interface LoggedHelp {
  readonly kind: string;
  readonly task?: string;
  readonly text?: string;
  /** Who gave a hint unasked. */
  readonly from?: string;
}

/** The part of an exercise that progress is told by. `solution` is the script that does it all. */
export interface ProgressExercise {
  readonly id: string;
  readonly tasks: readonly { readonly id: string; readonly hints?: readonly string[]; readonly points?: number }[];
  readonly solution: string;
}

/** A learner's state in an exercise, read from their logs in order. A task once passed stays passed, and keeps the most points that it has earned; what is logged of tasks that the exercise no longer has doesn't count. */
export function readProgress(
  exercise: ProgressExercise,
  attempts: readonly LoggedVerdict[],
  deeds: readonly LoggedHelp[],
): ExerciseState {
  const untouched: ExerciseState = {
    exercise: exercise.id,
    tasks: exercise.tasks.map(({ id, hints = [], points }) => ({
      id,
      passedAt: null,
      verdict: null,
      hints: [],
      hintCount: hints.length,
      answer: null,
      ...(points === undefined ? {} : { points: { earned: 0, of: points } }),
    })),
    isTried: false,
    solution: null,
  };
  const helped = deeds.reduce((state, deed) => withDeed(exercise, state, deed), untouched);
  return attempts.reduce(withAttempt, helped);
}

/** The state after one more verdict. */
export function withAttempt(state: ExerciseState, { task, verdict, at }: LoggedVerdict): ExerciseState {
  return withTask(state, task, ({ passedAt, points }) => ({
    verdict,
    passedAt: passedAt ?? (verdict.kind === 'pass' ? at : null),
    ...(points && { points: { ...points, earned: Math.max(points.earned, earnedBy(verdict, points.of)) } }),
  }));
}

/** The points that a verdict brings, of so many: a pass that names none brings all. */
export function earnedBy(verdict: Verdict, of: number): number {
  return verdict.kind === 'pass' ? Math.min(verdict.points ?? of, of) : 0;
}

/** The state after one more deed; one of a kind that has nothing to do with progress changes nothing. */
export function withDeed(exercise: ProgressExercise, state: ExerciseState, deed: LoggedHelp): ExerciseState {
  switch (deed.kind) {
    case 'try':
      return { ...state, isTried: true };
    case 'solution':
      return { ...state, solution: exercise.solution };
    case 'hint': {
      const all = exercise.tasks.find(({ id }) => id === deed.task)?.hints ?? [];
      return withTask(state, deed.task, ({ hints, hintsFrom }) => {
        if (hints.length >= all.length) return {};
        const isGiven = hintsFrom !== undefined || deed.from !== undefined;
        return {
          hints: all.slice(0, hints.length + 1),
          ...(isGiven && { hintsFrom: [...(hintsFrom ?? hints.map(() => null)), deed.from ?? null] }),
        };
      });
    }
    case 'answer':
      // What was decided was about another answer.
      return withTask(state, deed.task, () => ({ answer: deed.text ?? null, verdict: null }));
    default:
      return state;
  }
}

/** Whether a task that is still to be done has a hint that was not opened. */
export function hasHintsLeft({ tasks }: ExerciseState): boolean {
  return tasks.some(({ passedAt, hints, hintCount }) => passedAt === null && hints.length < hintCount);
}

/** Whether a verdict says something that the log does not yet end on. */
export function isNews(latest: Verdict | null, verdict: Verdict): boolean {
  // Both were made by the same schema, so their fields have one order.
  return JSON.stringify(latest) !== JSON.stringify(verdict);
}

function withTask(
  state: ExerciseState,
  id: string | undefined,
  change: (task: TaskState) => Partial<TaskState>,
): ExerciseState {
  return { ...state, tasks: state.tasks.map((task) => (task.id === id ? { ...task, ...change(task) } : task)) };
}
