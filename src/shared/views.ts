import * as z from 'zod/mini';
import { learnerClassSchema } from './class-views.ts';
import { verdictSchema } from './exercise/verdict.ts';
import { slugSchema } from './ids.ts';
import { ownMachineStateSchema } from './own-machine-views.ts';

/**
 * One task as its learner sees it. `passedAt` stays once set; `verdict` is the latest, `null` before the first check, and until what was answered last is checked: a `fail` behind a `passedAt` means that it has
 * been undone since. `hints` are those opened so far, of `hintCount`; `answer` is what was entered last; `points`, of a task that gives some, the most that were ever
 * earned, and how many there are.
 */
export const taskStateSchema = z.object({
  id: slugSchema,
  passedAt: z.nullable(z.iso.datetime()),
  verdict: z.nullable(verdictSchema),
  hints: z.array(z.string()),
  hintCount: z.int().check(z.gte(0)),
  answer: z.nullable(z.string()),
  /** Of each of `hints`, who gave it unasked, in the name that they have in the class; `null` for one that the learner opened. Only where one was given. */
  hintsFrom: z.exactOptional(z.array(z.nullable(z.string()))),
  points: z.exactOptional(z.object({ earned: z.int().check(z.gte(0)), of: z.int().check(z.gte(1)) })),
});
export type TaskState = z.infer<typeof taskStateSchema>;

/** `isTried`: the learner has done something since it was begun, so hints may be opened. `solution` is the script that does it all, once it was looked at. */
export const exerciseStateSchema = z.object({
  exercise: slugSchema,
  tasks: z.array(taskStateSchema),
  isTried: z.boolean(),
  solution: z.nullable(z.string()),
});
export type ExerciseState = z.infer<typeof exerciseStateSchema>;

/** Why it stopped: not used; given way to a learner who waited; ended by itself or killed; an exercise put back; another given in its place; removed after long. */
export const stopReasonSchema = z.enum(['idle', 'yielded', 'lost', 'reset', 'replaced', 'expired']);
export type StopReason = z.infer<typeof stopReasonSchema>;

/**
 * How a learner's sandbox stands. `place` in the line counts from 1; `expectedSeconds` is `null` where nobody can tell. A `stopped` one has kept its files
 * and images, and starts when it is asked for.
 */
export const sandboxStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), place: z.int().check(z.gte(1)), expectedSeconds: z.nullable(z.int()) }),
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('ready') }),
  z.object({ state: z.literal('paused') }),
  z.object({ state: z.literal('stopped'), reason: stopReasonSchema }),
  z.object({ state: z.literal('failed'), message: z.string() }),
]);
export type SandboxState = z.infer<typeof sandboxStateSchema>;

/** What somebody is in the whole installation. An instructor may make classes, an admin may do everything. */
export const roleSchema = z.enum(['learner', 'instructor', 'admin']);
export type Role = z.infer<typeof roleSchema>;

/** What becomes of a sandbox that is not used: it is removed at `expiresAt` (ISO 8601), or was at `expiredAt`. */
export const sandboxExpirySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('near'), expiresAt: z.iso.datetime() }),
  z.object({ kind: z.literal('expired'), expiredAt: z.iso.datetime() }),
]);
export type SandboxExpiry = z.infer<typeof sandboxExpirySchema>;

/** `GET /api/me`: what a learner may know of themselves. `expiry` is `null` while there is nothing to say about it. */
export const learnerMeSchema = z.object({
  role: roleSchema,
  exercises: z.array(exerciseStateSchema),
  expiry: z.nullable(sandboxExpirySchema),
  /** Whose account is signed in; left out where none is. */
  account: z.optional(z.object({ name: z.string(), email: z.string() })),
  /** The class that they learn in, where it is neither over nor archived. */
  className: z.optional(z.string()),
  /** The classes that they are in, and that are not archived. */
  classes: z.optional(z.array(learnerClassSchema)),
  /** Whether the server did not know this browser before. */
  isNew: z.optional(z.boolean()),
  /** Only where the learner works on their own machine. */
  ownMachine: z.optional(ownMachineStateSchema),
});
export type LearnerMe = z.infer<typeof learnerMeSchema>;

/** A published TCP port of a container, and the address at which the platform shows it. */
export const previewSchema = z.object({ port: z.int().check(z.gte(1), z.lte(65535)), url: z.url() });
export type Preview = z.infer<typeof previewSchema>;

/** `GET /api/capacity`, for instructors: how many sandboxes are in each state, and what the host has left. `host` is `null` where it can't be asked. */
export const capacitySchema = z.object({
  limit: z.int(),
  ready: z.int(),
  paused: z.int(),
  warm: z.int(),
  stopped: z.int(),
  waiting: z.int(),
  host: z.nullable(
    z.object({
      memoryTotalBytes: z.int(),
      memoryAvailableBytes: z.int(),
      diskTotalBytes: z.int(),
      diskFreeBytes: z.int(),
      /** With less free than these, no further sandbox is started. */
      minMemoryAvailableBytes: z.int(),
      minDiskFreeBytes: z.int(),
    }),
  ),
});
export type Capacity = z.infer<typeof capacitySchema>;
