import * as z from 'zod/mini';

/**
 * What a check decided. `fail` says what is still missing, with the figures that were read.
 * `error` means that the check could not run; it is never the learner's mistake.
 */
export const verdictSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pass') }),
  z.object({ kind: z.literal('fail'), reason: z.string() }),
  z.object({ kind: z.literal('error'), reason: z.string() }),
]);
export type Verdict = z.infer<typeof verdictSchema>;

export function pass(): Verdict {
  return { kind: 'pass' };
}

export function fail(reason: string): Verdict {
  return { kind: 'fail', reason };
}
