import * as z from 'zod/mini';

/** What a check has measured, such as an image's size in MB. */
export const figureSchema = z.object({
  label: z.string().check(z.minLength(1), z.maxLength(40)),
  value: z.number(),
  unit: z.exactOptional(z.string().check(z.maxLength(12))),
});
export type Figure = z.infer<typeof figureSchema>;

const figuresSchema = z.exactOptional(z.array(figureSchema).check(z.maxLength(8)));

/**
 * What a check decided. `fail` says what is still missing, with the figures that were read.
 * `error` means that the check could not run; it is never the learner's mistake.
 * `points` are those earned, of a task that gives points; `note` says what would earn more.
 */
export const verdictSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pass'),
    points: z.exactOptional(z.int().check(z.gte(0))),
    note: z.exactOptional(z.string().check(z.minLength(1))),
    figures: figuresSchema,
  }),
  z.object({ kind: z.literal('fail'), reason: z.string(), figures: figuresSchema }),
  z.object({ kind: z.literal('error'), reason: z.string() }),
]);
export type Verdict = z.infer<typeof verdictSchema>;

/** What goes with a pass. Without `points`, a task that gives points gives all of them. */
export interface Earned {
  readonly points?: number;
  /** A sentence: what would earn more. */
  readonly note?: string;
  readonly figures?: readonly Figure[];
}

export function pass({ figures, ...earned }: Earned = {}): Verdict {
  return { kind: 'pass', ...earned, ...(figures && { figures: [...figures] }) };
}

export function fail(reason: string, figures?: readonly Figure[]): Verdict {
  return { kind: 'fail', reason, ...(figures && { figures: [...figures] }) };
}
