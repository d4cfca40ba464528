import {
  type BoardCell,
  cellLetter,
  MAX_REASON_LENGTH,
  type StaffBoardRow,
  type StaffTaskDetail,
  type StaffTrouble,
} from '../../src/shared/class-board.ts';
import { type BoardPlan, failingSinceMs, type LearnerProgress, type TaskProgress } from './class-progress.ts';

const MINUTE_MS = 60_000;

/** Most tasks of the course are passed within three minutes of the first failing try; who fails one for longer has run out of ideas. */
export const STUCK_AFTER_FAILING_MS = 4 * MINUTE_MS;

/** A build or a pull over a slow network takes a few minutes in which nobody types. */
export const STUCK_AFTER_QUIET_MS = 6 * MINUTE_MS;

/** Who has not tried anything yet may be reading: the longest lessons take some minutes more to the first command. */
export const STUCK_AFTER_READING_MS = 12 * MINUTE_MS;

/** Where a learner's open pages are, and when they last did something that is in no log, such as a key. */
export interface Whereabouts {
  readonly isOnline: boolean;
  readonly lesson: string | null;
  readonly exercises: readonly string[];
  readonly usedMs: number | null;
}

/** So coarse is what is told of keys: a row is not news at each of them. */
const USED_GRAIN_MS = 30_000;

/** A learner's row at a moment, without their name. */
export type LearnerRow = Omit<StaffBoardRow, 'learner' | 'name'>;

export function describeLearner(
  plan: BoardPlan,
  progress: LearnerProgress,
  where: Whereabouts,
  nowMs: number,
): LearnerRow {
  const exercise = exerciseAt(progress, where);
  const trouble = where.isOnline && exercise !== undefined ? findTrouble(plan, progress, where, exercise, nowMs) : null;
  const letters = plan.tasks.map((_, index) =>
    cellLetter(describeCell(plan, progress, index, trouble?.task === index)),
  );
  const active = Math.max(progress.activeMs ?? 0, coarse(where.usedMs));
  return {
    cells: letters.join(''),
    isOnline: where.isOnline,
    lesson: where.lesson,
    task: trouble?.task ?? (exercise === undefined ? null : (openTasks(plan, progress, exercise)[0] ?? null)),
    activeAt: active === 0 ? null : new Date(active).toISOString(),
    trouble,
    needsHelp: where.isOnline ? needsHelp(plan, progress, exercise, trouble, nowMs) : 0,
  };
}

const coarse = (ms: number | null) => (ms === null ? 0 : Math.floor(ms / USED_GRAIN_MS) * USED_GRAIN_MS);

/** Of those that an open page shows, or else of all, the one at which something happened last. */
function exerciseAt(progress: LearnerProgress, { exercises, lesson }: Whereabouts): string | undefined {
  const shown = lesson === null ? [...progress.exercisesMs.keys()] : exercises;
  let latest: string | undefined;
  for (const exercise of shown) {
    const ms = progress.exercisesMs.get(exercise);
    if (ms !== undefined && (latest === undefined || ms > (progress.exercisesMs.get(latest) ?? 0))) latest = exercise;
  }
  return latest;
}

function openTasks(plan: BoardPlan, progress: LearnerProgress, exercise: string): readonly number[] {
  return plan.ofExercise(exercise).filter((index) => (progress.tasks[index]?.passedMs ?? null) === null);
}

/** What the learner is stuck at in the exercise that they are at. What they fail comes before what they are quiet about. */
function findTrouble(
  plan: BoardPlan,
  progress: LearnerProgress,
  { usedMs }: Whereabouts,
  exercise: string,
  nowMs: number,
): StaffTrouble | null {
  const open = openTasks(plan, progress, exercise);
  const [next] = open;
  if (next === undefined) return null;
  const help = progress.help.get(exercise);
  const tickedMs = Math.max(0, ...plan.ofExercise(exercise).map((index) => progress.tasks[index]?.passedMs ?? 0));
  let failing: { readonly task: number; readonly sinceMs: number } | undefined;
  for (const index of open) {
    const task = progress.tasks[index];
    const failsMs = task ? failingSinceMs(task, help) : null;
    if (failsMs === null) continue;
    // A tick beside it shows that they get on.
    const sinceMs = Math.max(failsMs, tickedMs);
    if (nowMs - sinceMs < STUCK_AFTER_FAILING_MS) continue;
    if (failing === undefined || sinceMs < failing.sinceMs) failing = { task: index, sinceMs };
  }
  if (failing) return trouble('failing', failing.task, failing.sinceMs, progress);
  const activeMs = Math.max(progress.exercisesMs.get(exercise) ?? 0, progress.activeMs ?? 0, usedMs ?? 0);
  const quietMs = help?.triedMs == null ? STUCK_AFTER_READING_MS : STUCK_AFTER_QUIET_MS;
  return nowMs - activeMs >= quietMs ? trouble('quiet', next, activeMs, progress) : null;
}

function trouble(kind: StaffTrouble['kind'], task: number, sinceMs: number, progress: LearnerProgress): StaffTrouble {
  return { kind, task, sinceAt: new Date(sinceMs).toISOString(), reason: cut(progress.tasks[task]?.reason ?? null) };
}

export function cut(reason: string | null): string | null {
  if (reason === null || reason.length <= MAX_REASON_LENGTH) return reason;
  return `${reason.slice(0, MAX_REASON_LENGTH - 1)}…`;
}

function describeCell(plan: BoardPlan, progress: LearnerProgress, index: number, isStuck: boolean): BoardCell {
  const task = progress.tasks[index];
  const help = progress.help.get(plan.tasks[index]?.exercise ?? '');
  return {
    state: isStuck ? 'stuck' : stateOf(task, help),
    hintUsed: (help?.hints.get(index) ?? 0) > 0,
    solutionShown: isSolutionShown(task, help?.solutionMs ?? null),
  };
}

function stateOf(task: TaskProgress | undefined, help: Parameters<typeof failingSinceMs>[1]): BoardCell['state'] {
  if (!task) return 'untouched';
  if (task.passedMs !== null) return 'done';
  return failingSinceMs(task, help) === null ? 'working' : 'failing';
}

function isSolutionShown(task: TaskProgress | undefined, solutionMs: number | null): boolean {
  return solutionMs !== null && (task?.passedMs == null || task.passedMs > solutionMs);
}

/** From 0 to 100: who fails for long comes first, then who is quiet for long, then who has begun to fail. A minute more is a point more, so that nobody is forgotten. */
function needsHelp(
  plan: BoardPlan,
  progress: LearnerProgress,
  exercise: string | undefined,
  found: StaffTrouble | null,
  nowMs: number,
): number {
  if (found) {
    const minutes = Math.floor((nowMs - Date.parse(found.sinceAt)) / MINUTE_MS);
    return found.kind === 'failing' ? Math.min(100, 60 + minutes) : Math.min(59, 30 + minutes);
  }
  if (exercise === undefined) return 0;
  const help = progress.help.get(exercise);
  const failing = openTasks(plan, progress, exercise).filter((index) => {
    const task = progress.tasks[index];
    return task !== undefined && failingSinceMs(task, help) !== null;
  });
  return Math.min(29, failing.length * 5);
}

/** Each task that the learner has touched, with what a letter leaves out. */
export function describeTasks(
  plan: BoardPlan,
  progress: LearnerProgress,
  where: Whereabouts,
  nowMs: number,
): readonly StaffTaskDetail[] {
  const exercise = exerciseAt(progress, where);
  const found = where.isOnline && exercise !== undefined ? findTrouble(plan, progress, where, exercise, nowMs) : null;
  const iso = (ms: number | null | undefined) => (ms == null ? null : new Date(ms).toISOString());
  return plan.tasks.flatMap(({ exercise: of }, index): StaffTaskDetail[] => {
    const task = progress.tasks[index];
    const hints = progress.help.get(of)?.hints.get(index) ?? 0;
    if (!task && hints === 0) return [];
    const { state, solutionShown } = describeCell(plan, progress, index, found?.task === index);
    return [
      {
        task: index,
        state,
        fails: task?.allFails ?? 0,
        hints,
        solutionShown,
        firstSeenAt: iso(task?.firstSeenMs),
        passedAt: iso(task?.passedMs),
        reason: task && task.passedMs === null ? cut(task.reason) : null,
      },
    ];
  });
}
