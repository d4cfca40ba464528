import * as z from 'zod/mini';

/** A name that is safe in a URL, a file path and an image tag: lower-case words joined by hyphens, 40 characters at most. */
export const slugSchema = z
  .string()
  .check(z.maxLength(40), z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'));

/** The terminal that every desk opens first; the same one in every lesson. */
export const FIRST_TERMINAL = 'main';

/** A learner's id: 16 random bytes in hex. */
export const learnerIdSchema = z
  .string()
  .check(z.regex(/^[0-9a-f]{32}$/))
  .brand<'LearnerId'>();
export type LearnerId = z.infer<typeof learnerIdSchema>;

/** A sandbox's id: 8 random bytes in hex. It names the container and the volume on the host engine. */
export const sandboxIdSchema = z
  .string()
  .check(z.regex(/^[0-9a-f]{16}$/))
  .brand<'SandboxId'>();
export type SandboxId = z.infer<typeof sandboxIdSchema>;

/** A class's id: 8 random bytes in hex. */
export const classIdSchema = z
  .string()
  .check(z.regex(/^[0-9a-f]{16}$/))
  .brand<'ClassId'>();
export type ClassId = z.infer<typeof classIdSchema>;
