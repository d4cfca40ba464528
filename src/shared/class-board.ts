import * as z from 'zod/mini';
import { classIdSchema, learnerIdSchema, slugSchema } from './ids.ts';

/** How a learner stands with a task. `stuck`: failing it for minutes, or quiet before it. */
export const cellStates = ['untouched', 'working', 'failing', 'stuck', 'done'] as const;
export type CellState = (typeof cellStates)[number];

/** A cell of the board. `solutionShown` counts where it was shown before the task was passed. */
export interface BoardCell {
  readonly state: CellState;
  readonly hintUsed: boolean;
  readonly solutionShown: boolean;
}

const FIRST_LETTER = 'a'.charCodeAt(0);
const cells: readonly BoardCell[] = [0, 1, 2, 3].flatMap((help) =>
  cellStates.map((state) => ({ state, hintUsed: (help & 1) === 1, solutionShown: (help & 2) === 2 })),
);

/** A cell as one letter, `a` to `t`: a learner's row is a word. */
export function cellLetter({ state, hintUsed, solutionShown }: BoardCell): string {
  const help = (hintUsed ? 1 : 0) + (solutionShown ? 2 : 0);
  return String.fromCharCode(FIRST_LETTER + help * cellStates.length + cellStates.indexOf(state));
}

/** Of a letter that is none: what nobody has touched. */
export function readCell(row: string, task: number): BoardCell {
  return cells[row.charCodeAt(task) - FIRST_LETTER] ?? (cells[0] as BoardCell);
}

/** More than any course has: 29 exercises of up to 20 tasks are 580. */
export const MAX_BOARD_TASKS = 2_000;

/** What is said of one reason, in characters; longer ones are cut. */
export const MAX_REASON_LENGTH = 240;

/** A task by its place among the board's. */
const taskIndexSchema = z.int().check(z.gte(0), z.lt(MAX_BOARD_TASKS));
const countSchema = z.int().check(z.gte(0));

export const troubleKinds = ['failing', 'quiet'] as const;

/** What somebody needs help with: a task that they fail, or before which they are quiet, since when. `reason`: what the check said last. */
export const staffTroubleSchema = z.object({
  kind: z.enum(troubleKinds),
  task: taskIndexSchema,
  sinceAt: z.iso.datetime(),
  reason: z.nullable(z.string()),
});
export type StaffTrouble = z.infer<typeof staffTroubleSchema>;

/**
 * One learner. `cells`: a letter a task (`readCell`). `lesson`: whose page they have open, `task`: the one that they are at, `activeAt`: when they last did
 * something; `null` where that is not known. `needsHelp`: 0 for no need, 100 for the greatest.
 */
export const staffBoardRowSchema = z.object({
  learner: learnerIdSchema,
  name: z.string(),
  cells: z.string().check(z.maxLength(MAX_BOARD_TASKS)),
  isOnline: z.boolean(),
  lesson: z.nullable(slugSchema),
  task: z.nullable(taskIndexSchema),
  activeAt: z.nullable(z.iso.datetime()),
  trouble: z.nullable(staffTroubleSchema),
  needsHelp: z.int().check(z.gte(0), z.lte(100)),
});
export type StaffBoardRow = z.infer<typeof staffBoardRowSchema>;

/** A task that many fail. `failing`: who fails it now; `failed`: who ever did. A reason stands for all that differ from it in numbers alone. */
export const staffFailedTaskSchema = z.object({
  task: taskIndexSchema,
  failing: countSchema,
  failed: countSchema,
  reasons: z.array(z.object({ text: z.string(), learners: countSchema })),
});

/** How long a task took those who have passed it, in seconds: the tenth, the quarter, the middle, the three quarters, the nine tenths. */
export const staffTaskTimeSchema = z.object({
  task: taskIndexSchema,
  learners: countSchema,
  seconds: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]),
});

/** What the checks of a task have measured, a value a learner, the least first. */
export const staffClassFigureSchema = z.object({
  task: taskIndexSchema,
  label: z.string(),
  unit: z.exactOptional(z.string()),
  values: z.array(z.number()),
});

/** The class as a whole. `done` and `of` count learners' tasks. */
export const staffBoardSummarySchema = z.object({
  done: countSchema,
  of: countSchema,
  failed: z.array(staffFailedTaskSchema),
  times: z.array(staffTaskTimeSchema),
  figures: z.array(staffClassFigureSchema),
});
export type StaffBoardSummary = z.infer<typeof staffBoardSummarySchema>;

/** The whole board. `tasks`: the columns, as `exercise/task`, in the order of the course. */
export const staffBoardSchema = z.object({
  class: classIdSchema,
  tasks: z.array(z.string()).check(z.maxLength(MAX_BOARD_TASKS)),
  rows: z.array(staffBoardRowSchema),
  summary: staffBoardSummarySchema,
});
export type StaffBoard = z.infer<typeof staffBoardSchema>;

/** One task of one learner, with what the board's letter leaves out. */
export const staffTaskDetailSchema = z.object({
  task: taskIndexSchema,
  state: z.enum(cellStates),
  /** Verdicts that said that something is missing. */
  fails: countSchema,
  hints: countSchema,
  solutionShown: z.boolean(),
  firstSeenAt: z.nullable(z.iso.datetime()),
  passedAt: z.nullable(z.iso.datetime()),
  /** What the check said last, of a task that is not passed. */
  reason: z.nullable(z.string()),
});
export type StaffTaskDetail = z.infer<typeof staffTaskDetailSchema>;

/** `GET /api/classes/:classId/board/:learnerId`, for staff: the tasks that the learner has touched. */
export const staffLearnerDetailSchema = z.object({ learner: learnerIdSchema, tasks: z.array(staffTaskDetailSchema) });
export type StaffLearnerDetail = z.infer<typeof staffLearnerDetailSchema>;
