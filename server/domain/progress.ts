import type { Verdict } from '../../src/shared/exercise/index.ts';
import type { ExerciseState, TaskState } from '../../src/shared/views.ts';

/** The part of an attempt that progress is read from. */
export interface LoggedVerdict {
  readonly task: string;
  readonly verdict: Verdict;
  readonly at: string;
}

/** A learner's state in an exercise, read from their attempts in order. A task once passed stays passed; attempts at tasks that the exercise no longer has don't count. */
export function readProgress(
  exercise: { readonly id: string; readonly tasks: readonly { readonly id: string }[] },
  attempts: readonly LoggedVerdict[],
): ExerciseState {
  const tasks = exercise.tasks.map(({ id }): TaskState => {
    const own = attempts.filter((attempt) => attempt.task === id);
    return {
      id,
      passedAt: own.find(({ verdict }) => verdict.kind === 'pass')?.at ?? null,
      verdict: own.at(-1)?.verdict ?? null,
    };
  });
  return { exercise: exercise.id, tasks };
}

/** Whether a verdict says something that the log does not yet end on. */
export function isNews(latest: Verdict | null, verdict: Verdict): boolean {
  if (latest === null || latest.kind !== verdict.kind) return true;
  return verdict.kind !== 'pass' && latest.kind !== 'pass' && latest.reason !== verdict.reason;
}
