import type { ExerciseState, TaskState } from '../shared/views.ts';
import { isAnswered, taskKey } from './page-state.ts';
import { countPassed, markOf } from './task-mark.ts';
import { describePoints } from './task-points.ts';

/**
 * What has changed in an exercise, in words for a screen reader; `''` where nothing is worth saying. `answering` is what was entered and is not
 * checked yet, by `taskKey`.
 */
export function exerciseNews(
  before: ExerciseState | undefined,
  after: ExerciseState,
  answering: Readonly<Record<string, string>>,
  titleOf: (exercise: string, task: string) => string,
): string {
  if (!before) return '';
  const { exercise, tasks } = after;
  const ticked: string[] = [];
  const rest: string[] = [];
  for (const task of tasks) {
    const old = before.tasks.find(({ id }) => id === task.id);
    const title = titleOf(exercise, task.id);
    if (old?.passedAt === null && task.passedAt !== null) {
      ticked.push(task.points ? `${title}, ${describePoints(task.points)}` : title);
      continue;
    }
    if (task.points && old?.points && task.points.earned > old.points.earned) {
      rest.push(`More points: ${title}, ${describePoints(task.points)}.`);
      continue;
    }
    const change = describeChange(old, task, isAnswered(answering[taskKey(exercise, task.id)], task));
    if (change) rest.push(`${change}: ${title}. ${reasonOf(task)}`.trim());
  }
  const done = ticked.length > 0 ? [`Done: ${ticked.join('; ')}. ${countPassed(after)} of ${tasks.length} tasks.`] : [];
  return [...done, ...rest].join(' ');
}

/** Whether its last open task was just done. */
export function isNewlyWhole(before: ExerciseState | undefined, after: ExerciseState): boolean {
  const isWhole = (state: ExerciseState) => state.tasks.length > 0 && countPassed(state) === state.tasks.length;
  return before !== undefined && !isWhole(before) && isWhole(after);
}

function describeChange(old: TaskState | undefined, now: TaskState, isDecided: boolean): string | undefined {
  const mark = markOf(now);
  const was = markOf(old);
  if (mark === 'undone' && was === 'passed') return 'Undone, though it still counts';
  if (mark === 'passed' && was === 'undone') return 'Done again';
  if (!isDecided) return undefined;
  if (now.verdict?.kind === 'error') return 'Your answer could not be checked';
  return now.verdict?.kind === 'fail' ? 'Not yet' : 'Right';
}

/** Backticks are read out as such. */
function reasonOf({ verdict }: TaskState): string {
  return verdict && verdict.kind !== 'pass' ? verdict.reason.replaceAll('`', '') : '';
}
