import * as z from 'zod/mini';
import { verdictSchema } from './exercise/verdict.ts';
import { slugSchema } from './ids.ts';

/** One task as its learner sees it. `passedAt` stays once set; `verdict` is the latest, `null` before the first check. */
export const taskStateSchema = z.object({
  id: slugSchema,
  passedAt: z.nullable(z.iso.datetime()),
  verdict: z.nullable(verdictSchema),
});
export type TaskState = z.infer<typeof taskStateSchema>;

export const exerciseStateSchema = z.object({ exercise: slugSchema, tasks: z.array(taskStateSchema) });
export type ExerciseState = z.infer<typeof exerciseStateSchema>;

export const roleSchema = z.enum(['learner', 'instructor']);
export type Role = z.infer<typeof roleSchema>;

/** `GET /api/me`: what a learner may know of themselves. */
export const learnerMeSchema = z.object({ role: roleSchema, exercises: z.array(exerciseStateSchema) });
export type LearnerMe = z.infer<typeof learnerMeSchema>;

/** A published TCP port of a container, and the address at which the platform shows it. */
export const previewSchema = z.object({ port: z.int().check(z.gte(1), z.lte(65535)), url: z.url() });
export type Preview = z.infer<typeof previewSchema>;
