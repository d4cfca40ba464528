import * as z from 'zod/mini';

/**
 * `GET /api/registry`, for the learner alone whose account it is: how they log in to the course registry, and what they keep there. `use` is `null` where the
 * registry can't be asked.
 */
export const learnerRegistrySchema = z.object({
  /** The registry's name, seen from a sandbox. */
  address: z.string(),
  account: z.string(),
  password: z.string(),
  use: z.nullable(z.object({ usedBytes: z.int(), quotaBytes: z.int() })),
});
export type LearnerRegistry = z.infer<typeof learnerRegistrySchema>;

/** `GET /api/pulls`, for instructors: the pulls of all sandboxes. `pulls` is `null` where the registry can't be asked. */
export const instructorPullsSchema = z.object({
  pulls: z.nullable(
    z.object({
      servedHere: z.int(),
      wentUpstream: z.int(),
      /** What is left for this host's address; `null` where Docker Hub can't be asked or says nothing. */
      publicLimit: z.nullable(z.object({ limit: z.int(), remaining: z.int(), windowSeconds: z.int() })),
    }),
  ),
});
export type InstructorPulls = z.infer<typeof instructorPullsSchema>;
