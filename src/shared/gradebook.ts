import * as z from 'zod/mini';
import { slugSchema } from './ids.ts';

/** Of the settings as they are kept. A field that comes later has a default, or this becomes greater. */
export const GRADEBOOK_VERSION = 1;

/** What a course has of lessons or exercises, and more. */
const MAX_ENTRIES = 200;

const percentSchema = z.int().check(z.gte(0), z.lte(100));

function perSlug<Value extends z.ZodMiniType>(value: Value) {
  return z
    .record(slugSchema, value)
    .check(z.refine((record) => Object.keys(record).length <= MAX_ENTRIES, `at most ${MAX_ENTRIES} entries`));
}

/**
 * What becomes of points that are earned after a task was due. `percent`: each started day takes so many of a hundred, until `floorPercent` of them are left.
 * `cut-off`: nothing is left.
 */
export const lateRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('percent'), perDayPercent: percentSchema, floorPercent: percentSchema }),
  z.object({ kind: z.literal('cut-off') }),
]);
export type LateRule = z.infer<typeof lateRuleSchema>;

/** How a class's points come about. Instants are ISO 8601, UTC; what is due with a lesson is due with all of its exercises that have no instant of their own. */
export const gradebookSettingsSchema = z.object({
  late: lateRuleSchema,
  /** What comes so much too late still counts as on time: a week at most. */
  graceMinutes: z.int().check(z.gte(0), z.lte(7 * 24 * 60)),
  /** Of a task's points, for each of its hints that was opened before it was done. */
  hintCostPercent: percentSchema,
  /** Of a task's points, where the solution was looked at before it was done. */
  solutionCostPercent: percentSchema,
  due: z.object({ lessons: perSlug(z.iso.datetime()), exercises: perSlug(z.iso.datetime()) }),
  /** By exercise: how often its points count in the total. One that is not named counts once, one with 0 not at all. */
  weights: perSlug(z.number().check(z.gte(0), z.lte(100))),
});
export type GradebookSettings = z.infer<typeof gradebookSettingsSchema>;

export const plainGradebook: GradebookSettings = {
  late: { kind: 'none' },
  graceMinutes: 0,
  hintCostPercent: 0,
  solutionCostPercent: 0,
  due: { lessons: {}, exercises: {} },
  weights: {},
};

/** As a store keeps them. */
export const keptGradebookSchema = z.object({
  version: z.literal(GRADEBOOK_VERSION),
  settings: gradebookSettingsSchema,
});

/** A number of points: to a hundredth. */
const pointsSchema = z.number().check(z.gte(0), z.lte(10_000));

/** How the points of one task came about. `at`: when they were earned, `null` while they are not. Deductions are in percent of what was earned. */
export const taskGradeSchema = z.object({
  id: slugSchema,
  title: z.string(),
  points: pointsSchema,
  of: pointsSchema,
  /** Before anything was taken off. */
  earned: pointsSchema,
  at: z.nullable(z.iso.datetime()),
  lateMinutes: z.int(),
  latePercent: percentSchema,
  hints: z.int(),
  hintPercent: percentSchema,
  sawSolution: z.boolean(),
  solutionPercent: percentSchema,
});
export type TaskGrade = z.infer<typeof taskGradeSchema>;

/** What an instructor decided by hand; `by` is their name in the class, `null` where nobody of that name is left. */
export const overrideSchema = z.object({
  points: z.nullable(pointsSchema),
  reason: z.string(),
  by: z.nullable(z.string()),
  at: z.iso.datetime(),
});
export type Override = z.infer<typeof overrideSchema>;

/** One learner's points in one exercise: `computed` from their log, and `points`, which are others where an instructor decided so. */
export const exerciseGradeSchema = z.object({
  exercise: slugSchema,
  points: pointsSchema,
  computed: pointsSchema,
  of: pointsSchema,
  weight: z.number(),
  dueAt: z.nullable(z.iso.datetime()),
  /** Whether its tasks were ever looked at. */
  isBegun: z.boolean(),
  tasks: z.array(taskGradeSchema),
  /** All decisions, the last one last. */
  overrides: z.array(overrideSchema),
});
export type ExerciseGrade = z.infer<typeof exerciseGradeSchema>;

/** Weighted. */
export const totalSchema = z.object({ points: z.number(), of: z.number(), percent: z.nullable(z.number()) });
export type Total = z.infer<typeof totalSchema>;

/** `GET /api/classes/:classId/learners/:learnerId/grades`, and `GET /api/classes/:classId/my-grades`. */
export const learnerGradesSchema = z.object({ total: totalSchema, exercises: z.array(exerciseGradeSchema) });
export type LearnerGrades = z.infer<typeof learnerGradesSchema>;

/** A column of the gradebook. `lesson` is the first one that shows the exercise. */
export const gradedExerciseSchema = z.object({
  id: slugSchema,
  title: z.string(),
  lesson: z.nullable(slugSchema),
  of: pointsSchema,
  weight: z.number(),
  dueAt: z.nullable(z.iso.datetime()),
});
export type GradedExerciseView = z.infer<typeof gradedExerciseSchema>;

/** A cell of the gradebook. `points` is `null` where the learner has not begun. `isLate`: something was taken off for it. */
export const gradeCellSchema = z.object({
  points: z.nullable(z.number()),
  isLate: z.boolean(),
  isByHand: z.boolean(),
});
export type GradeCell = z.infer<typeof gradeCellSchema>;

export const gradebookRowSchema = z.object({
  learner: z.string(),
  name: z.string(),
  /** In the order of the exercises. */
  cells: z.array(gradeCellSchema),
  total: totalSchema,
});
export type GradebookRow = z.infer<typeof gradebookRowSchema>;

/** `GET /api/classes/:classId/grades`, for instructors. */
export const gradebookSchema = z.object({
  /** The class's. */
  name: z.string(),
  settings: gradebookSettingsSchema,
  exercises: z.array(gradedExerciseSchema),
  rows: z.array(gradebookRowSchema),
});
export type Gradebook = z.infer<typeof gradebookSchema>;

/** `POST …/grades/:exercise`: points by hand, or `null` to count again what the log says. */
export const newOverrideSchema = z.object({
  points: z.nullable(pointsSchema),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
});
export type NewOverride = z.infer<typeof newOverrideSchema>;

/** The file `GET …/grades.json`: everything that the gradebook says, with how each number came about. */
export const gradebookFileSchema = z.object({
  format: z.literal('drydock-gradebook'),
  version: z.literal(1),
  course: slugSchema,
  class: z.object({ id: z.string(), name: z.string() }),
  madeAt: z.iso.datetime(),
  settings: gradebookSettingsSchema,
  learners: z.array(z.object({ learner: z.string(), name: z.string(), ...learnerGradesSchema.shape })),
});
