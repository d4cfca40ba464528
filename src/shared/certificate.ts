import * as z from 'zod/mini';
import { figureSchema } from './exercise/verdict.ts';
import { slugSchema } from './ids.ts';

const pointsSchema = z.object({ earned: z.int().check(z.gte(0)), of: z.int().check(z.gte(1)) });

/** A task on a certificate: what it earned at its best, and the figures that were measured then. */
const certifiedTaskSchema = z.object({
  title: z.string(),
  points: z.exactOptional(pointsSchema),
  figures: z.exactOptional(z.array(figureSchema)),
});

/** What stands of one exercise: the tasks that are still to be done, or all that the certificate says. Titles are as authors write them, backticks mark code. */
const certificateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), exercise: slugSchema, missing: z.array(z.string()) }),
  z.object({
    kind: z.literal('earned'),
    exercise: slugSchema,
    /** When the last task was done, or the score last became better. */
    at: z.iso.datetime(),
    tasks: z.array(certifiedTaskSchema),
    /** The sum; left out where no task gives points. */
    score: z.exactOptional(pointsSchema),
    /** By which the installation knows it again: three groups of four letters and digits. */
    code: z.string(),
  }),
]);
export type Certificate = z.infer<typeof certificateSchema>;

/** `GET /api/certificates`: a learner's own, of every exercise of the course that gives one. */
export const learnerCertificatesSchema = z.object({ certificates: z.array(certificateSchema) });
export type LearnerCertificates = z.infer<typeof learnerCertificatesSchema>;
