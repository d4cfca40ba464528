import * as z from 'zod/mini';
import { slugSchema } from './ids.ts';

/** A part of `GET /api/me` where the learner works on their own machine: what they have agreed to. `folder` is where exercises are, as a person would write it. */
export const ownMachineStateSchema = z.object({
  folder: z.string(),
  isAgreed: z.boolean(),
  /** Exercises that touch more than their own things, and were allowed to. */
  allowed: z.array(slugSchema),
});
export type OwnMachineState = z.infer<typeof ownMachineStateSchema>;

/** `GET /api/own`: what lessons will work on. `engine` is `null` where it does not answer. */
export const ownMachineSchema = z.object({
  user: z.string(),
  shell: z.string(),
  folder: z.string(),
  isAgreed: z.boolean(),
  socket: z.string(),
  /** Docker's context; `null` where DOCKER_HOST says where the engine is. */
  context: z.nullable(z.string()),
  engine: z.nullable(
    z.object({ name: z.string(), version: z.string(), containers: z.int(), running: z.int(), images: z.int() }),
  ),
});
export type OwnMachineView = z.infer<typeof ownMachineSchema>;
