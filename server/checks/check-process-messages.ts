import * as z from 'zod/mini';
import { exerciseDescriptionSchema, verdictSchema } from '../../src/shared/exercise/index.ts';

/**
 * What the server says to the process of the checks, a line of JSON each. That process trusts it, so there is no schema. `run` numbers a decision, `call` a look
 * at the sandbox within it.
 */
export type ToCheckProcess =
  | { readonly kind: 'decide'; readonly run: number; readonly exercise: string; readonly task: string }
  /** What the sandbox had; a `value` that is left out is `undefined`. */
  | { readonly kind: 'seen'; readonly run: number; readonly call: number; readonly value?: unknown }
  /** Nobody waits for it any more. */
  | { readonly kind: 'forget'; readonly run: number }
  /** Answered by `pong`, which a process that is kept busy without an end can't. */
  | { readonly kind: 'ping'; readonly count: number };

/** What that process is started with, as its one argument. Absolute paths. */
export interface CheckProcessOrders {
  readonly exercises: string;
  readonly ids: readonly string[];
  /** What exercises may import from: their own folder is one of them. */
  readonly open: readonly string[];
}

/** A description of an exercise with all of its hints is a tenth of it. */
export const MAX_LINE_CHARACTERS = 512 * 1024;

/** A path or an image's reference is shorter. */
export const MAX_ARGUMENT_CHARACTERS = 4_096;

/** A reason is a sentence or two, and so is a note. */
export const MAX_REASON_CHARACTERS = 2_000;

const count = z.int().check(z.nonnegative());
const failureShape = { message: z.string(), stack: z.string() };

/** What the process of the checks says. It is trusted with nothing. */
export const fromCheckProcessSchema = z.discriminatedUnion('kind', [
  /** It begins to read an exercise: the next thing that is heard of is about it. */
  z.object({ kind: z.literal('reading'), folder: z.string() }),
  z.object({ kind: z.literal('described'), folder: z.string(), exercise: exerciseDescriptionSchema }),
  z.object({ kind: z.literal('mistaken'), folder: z.string(), ...failureShape }),
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('pong'), count }),
  z.object({
    kind: z.literal('look'),
    run: count,
    call: count,
    method: z.string(),
    args: z.array(z.unknown()),
  }),
  z.object({
    kind: z.literal('decided'),
    run: count,
    verdict: verdictSchema,
  }),
  z.object({ kind: z.literal('threw'), run: count, ...failureShape }),
]);
export type FromCheckProcess = z.infer<typeof fromCheckProcessSchema>;
