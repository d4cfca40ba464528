import type {
  ExerciseGrade,
  GradebookSettings,
  LateRule,
  Override,
  TaskGrade,
  Total,
} from '../../src/shared/gradebook.ts';
import { earnedBy, type LoggedHelp, type LoggedVerdict } from './progress.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** The part of an exercise that grades are told by. A task without points of its own counts one. */
export interface GradedExercise {
  readonly id: string;
  readonly tasks: readonly { readonly id: string; readonly title: string; readonly points?: number }[];
}

/** A lesson with the exercises that it shows. */
export interface GradedLesson {
  readonly slug: string;
  readonly exercises: readonly string[];
}

/** What a learner did, in the order of time. */
export interface GradedLog {
  readonly attempts: readonly LoggedVerdict[];
  readonly deeds: readonly (LoggedHelp & { readonly at: string })[];
}

/** Of points, to a hundredth. */
const round = (points: number) => Math.round(points * 100) / 100;

export const pointsOf = ({ points = 1 }: { readonly points?: number }): number => points;

export function exercisePoints({ tasks }: GradedExercise): number {
  return tasks.reduce((sum, task) => sum + pointsOf(task), 0);
}

export function weightOf(settings: GradebookSettings, exercise: string): number {
  return settings.weights[exercise] ?? 1;
}

/** When an exercise is due: its own instant, else the earliest of the lessons that show it; `null` for none. */
export function dueAtOf(
  settings: GradebookSettings,
  exercise: string,
  lessons: readonly GradedLesson[],
): string | null {
  const own = settings.due.exercises[exercise];
  if (own !== undefined) return own;
  const instants = lessons
    .filter(({ exercises }) => exercises.includes(exercise))
    .flatMap(({ slug }) => settings.due.lessons[slug] ?? []);
  return instants.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}

/** How many of a hundred are taken off for what came so many minutes too late. Within the grace nothing is; behind it, days count from when it was due. */
export function latePercent(rule: LateRule, lateMinutes: number, graceMinutes: number): number {
  if (lateMinutes <= 0 || lateMinutes <= graceMinutes) return 0;
  switch (rule.kind) {
    case 'none':
      return 0;
    case 'cut-off':
      return 100;
    case 'percent': {
      const days = Math.ceil(lateMinutes / DAY_MINUTES);
      return Math.min(days * rule.perDayPercent, 100 - rule.floorPercent);
    }
  }
}

/** A learner's points in an exercise, computed from their log; decisions by hand, in their order, go before it. Of each task the pass counts that brings most after everything is taken off. */
export function gradeExercise(
  exercise: GradedExercise,
  log: GradedLog,
  settings: GradebookSettings,
  lessons: readonly GradedLesson[],
  overrides: readonly Override[],
): ExerciseGrade {
  const dueAt = dueAtOf(settings, exercise.id, lessons);
  const tasks = exercise.tasks.map((task) => gradeTask(task, log, settings, dueAt));
  const computed = round(tasks.reduce((sum, { points }) => sum + points, 0));
  return {
    exercise: exercise.id,
    points: overrides.at(-1)?.points ?? computed,
    computed,
    of: exercisePoints(exercise),
    weight: weightOf(settings, exercise.id),
    dueAt,
    isBegun: log.attempts.length > 0,
    tasks,
    overrides: [...overrides],
  };
}

function gradeTask(
  task: GradedExercise['tasks'][number],
  { attempts, deeds }: GradedLog,
  settings: GradebookSettings,
  dueAt: string | null,
): TaskGrade {
  const of = pointsOf(task);
  const at = (time: string) => Date.parse(time);
  const graded = attempts
    .filter(({ task: id, verdict }) => id === task.id && verdict.kind === 'pass')
    .map((attempt): TaskGrade => {
      // To the second a pass counts as before its deadline, to the minute it is said how late it came.
      const lateMinutes = dueAt === null ? 0 : Math.max(0, Math.ceil((at(attempt.at) - at(dueAt)) / MINUTE_MS));
      const before = deeds.filter((deed) => at(deed.at) <= at(attempt.at));
      const hints = before.filter(({ kind, task: id }) => kind === 'hint' && id === task.id).length;
      const sawSolution = before.some(({ kind }) => kind === 'solution');
      const taken = {
        latePercent: latePercent(settings.late, lateMinutes, settings.graceMinutes),
        hintPercent: Math.min(100, hints * settings.hintCostPercent),
        solutionPercent: sawSolution ? settings.solutionCostPercent : 0,
      };
      const earned = earnedBy(attempt.verdict, of);
      const left = (100 - taken.latePercent) * (100 - Math.min(100, taken.hintPercent + taken.solutionPercent));
      return {
        id: task.id,
        title: task.title,
        points: round((earned * left) / 10_000),
        of,
        earned,
        at: attempt.at,
        lateMinutes,
        hints,
        sawSolution,
        ...taken,
      };
    });
  // Of two that bring the same, the earlier one.
  const best = graded.reduce<TaskGrade | undefined>(
    (most, one) => (most && most.points >= one.points ? most : one),
    undefined,
  );
  return best ?? notDone(task, deeds);
}

function notDone(task: GradedExercise['tasks'][number], deeds: GradedLog['deeds']): TaskGrade {
  return {
    id: task.id,
    title: task.title,
    points: 0,
    of: pointsOf(task),
    earned: 0,
    at: null,
    lateMinutes: 0,
    latePercent: 0,
    hints: deeds.filter(({ kind, task: id }) => kind === 'hint' && id === task.id).length,
    hintPercent: 0,
    sawSolution: deeds.some(({ kind }) => kind === 'solution'),
    solutionPercent: 0,
  };
}

/** The sum over exercises, each as often as its weight says. `percent` is `null` where nothing counts. */
export function totalOf(
  grades: readonly { readonly points: number; readonly of: number; readonly weight: number }[],
): Total {
  const points = round(grades.reduce((sum, grade) => sum + grade.points * grade.weight, 0));
  const of = round(grades.reduce((sum, grade) => sum + grade.of * grade.weight, 0));
  return { points, of, percent: of === 0 ? null : Math.round((points / of) * 1_000) / 10 };
}
