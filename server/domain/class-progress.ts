import type { Figure, Verdict } from '../../src/shared/exercise/index.ts';

/** The tasks of a course in its order: the columns of a board. */
export interface BoardPlan {
  readonly tasks: readonly { readonly exercise: string; readonly task: string }[];
  /** A task's column; `undefined` for one that the course does not have (any more). */
  readonly indexOf: (exercise: string, task: string) => number | undefined;
  /** The columns of an exercise, in their order. */
  readonly ofExercise: (exercise: string) => readonly number[];
}

export function createBoardPlan(
  exercises: Iterable<readonly [string, { readonly tasks: readonly { readonly id: string }[] }]>,
): BoardPlan {
  const tasks = [...exercises].flatMap(([exercise, { tasks: own }]) => own.map(({ id }) => ({ exercise, task: id })));
  const columns = new Map<string, Map<string, number>>();
  for (const [index, { exercise, task }] of tasks.entries()) {
    const own = columns.get(exercise) ?? new Map<string, number>();
    columns.set(exercise, own.set(task, index));
  }
  const byExercise = new Map([...columns].map(([exercise, own]) => [exercise, [...own.values()]] as const));
  return {
    tasks,
    indexOf: (exercise, task) => columns.get(exercise)?.get(task),
    ofExercise: (exercise) => byExercise.get(exercise) ?? [],
  };
}

/** The part of the logs that a board is read from. `at`: ISO 8601, UTC. */
export type BoardEvent =
  | {
      readonly kind: 'attempt';
      readonly exercise: string;
      readonly task: string;
      readonly verdict: Verdict;
      readonly at: string;
    }
  | { readonly kind: 'try' | 'solution'; readonly exercise: string; readonly at: string }
  | { readonly kind: 'hint' | 'answer'; readonly exercise: string; readonly task: string; readonly at: string }
  | { readonly kind: 'quiz'; readonly at: string };

/** What the log of attempts says of one task. Times in ms. */
export interface TaskProgress {
  readonly firstSeenMs: number;
  readonly passedMs: number | null;
  /** Verdicts in a row that say that something is missing; 0 after a pass. The first of all is what the exercise begins with. */
  readonly fails: number;
  /** All of them, also those before a pass. */
  readonly allFails: number;
  /** When the first and the second of the row came. */
  readonly failingMs: number | null;
  readonly failingAgainMs: number | null;
  readonly latestMs: number;
  readonly reason: string | null;
  /** What was measured last. */
  readonly figures: readonly Figure[];
}

/** What the log of deeds says of an exercise. */
export interface ExerciseHelp {
  readonly triedMs: number | null;
  readonly solutionMs: number | null;
  /** Hints opened, by column. */
  readonly hints: ReadonlyMap<number, number>;
}

/** One learner, read from their logs: attempts in their order, deeds in theirs, one log before the other or between. */
export interface LearnerProgress {
  readonly tasks: readonly (TaskProgress | undefined)[];
  readonly help: ReadonlyMap<string, ExerciseHelp>;
  /** When the learner last did something at an exercise. */
  readonly exercisesMs: ReadonlyMap<string, number>;
  readonly activeMs: number | null;
}

export const noProgress: LearnerProgress = { tasks: [], help: new Map(), exercisesMs: new Map(), activeMs: null };

const noHelp: ExerciseHelp = { triedMs: null, solutionMs: null, hints: new Map() };

/** The progress after one more line of a log. A check that could not run says nothing of the learner. */
export function withBoardEvent(plan: BoardPlan, progress: LearnerProgress, event: BoardEvent): LearnerProgress {
  const ms = Date.parse(event.at);
  const active = { ...progress, activeMs: Math.max(progress.activeMs ?? ms, ms) };
  if (event.kind === 'quiz') return active;
  const { exercise } = event;
  const touchedMs = Math.max(progress.exercisesMs.get(exercise) ?? ms, ms);
  const touched = { ...active, exercisesMs: new Map(progress.exercisesMs).set(exercise, touchedMs) };
  if (event.kind === 'attempt') {
    const index = plan.indexOf(exercise, event.task);
    if (index === undefined || event.verdict.kind === 'error') return touched;
    const tasks = Array.from(
      { length: Math.max(progress.tasks.length, index + 1) },
      (_, column) => progress.tasks[column],
    );
    tasks[index] = withVerdict(tasks[index], event.verdict, ms);
    return { ...touched, tasks };
  }
  const known = progress.help.get(exercise) ?? noHelp;
  return { ...touched, help: new Map(progress.help).set(exercise, withDeed(plan, known, event, ms)) };
}

function withVerdict(
  known: TaskProgress | undefined,
  verdict: Exclude<Verdict, { kind: 'error' }>,
  ms: number,
): TaskProgress {
  const seen = {
    firstSeenMs: known?.firstSeenMs ?? ms,
    latestMs: ms,
    figures: verdict.figures ?? known?.figures ?? [],
  };
  if (verdict.kind === 'pass') {
    const allFails = known?.allFails ?? 0;
    const passedMs = known?.passedMs ?? ms;
    return { ...seen, passedMs, fails: 0, allFails, failingMs: null, failingAgainMs: null, reason: null };
  }
  const fails = (known?.fails ?? 0) + 1;
  return {
    ...seen,
    passedMs: known?.passedMs ?? null,
    fails,
    allFails: (known?.allFails ?? 0) + 1,
    failingMs: known?.failingMs ?? ms,
    failingAgainMs: known?.failingAgainMs ?? (fails > 1 ? ms : null),
    reason: verdict.reason,
  };
}

function withDeed(
  plan: BoardPlan,
  help: ExerciseHelp,
  deed: Exclude<BoardEvent, { kind: 'attempt' | 'quiz' }>,
  ms: number,
): ExerciseHelp {
  switch (deed.kind) {
    case 'try':
      return { ...help, triedMs: help.triedMs ?? ms };
    case 'answer':
      // Who answers has tried.
      return { ...help, triedMs: help.triedMs ?? ms };
    case 'solution':
      return { ...help, solutionMs: help.solutionMs ?? ms };
    case 'hint': {
      const index = plan.indexOf(deed.exercise, deed.task);
      if (index === undefined) return help;
      return { ...help, hints: new Map(help.hints).set(index, (help.hints.get(index) ?? 0) + 1) };
    }
  }
}

/** When the learner's own work at a task began to fail: not what the exercise begins with. `null` where it does not fail, or nobody tried. */
export function failingSinceMs(task: TaskProgress, help: ExerciseHelp | undefined): number | null {
  if (task.passedMs !== null || task.failingMs === null) return null;
  const triedMs = help?.triedMs ?? null;
  if (triedMs !== null && task.failingMs >= triedMs) return task.failingMs;
  return task.failingAgainMs;
}
