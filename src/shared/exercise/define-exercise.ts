import * as z from 'zod/mini';
import { slugSchema } from '../ids.ts';
import type { SandboxView } from './sandbox-view.ts';
import type { Verdict } from './verdict.ts';

export interface Task {
  readonly id: string;
  /** One line, as an instruction: "Pull `nginx:1.26`". Backticks mark code. */
  readonly title: string;
  readonly check: (sandbox: SandboxView) => Promise<Verdict>;
}

export interface Exercise {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly tasks: readonly Task[];
  /**
   * What it changes or removes beyond what it makes itself, a line each, such as "Removes all images that no container uses". On a learner's own machine it is asked
   * for first; in a sandbox there is nothing but the course's.
   */
  readonly touches?: readonly string[];
}

// This flavour of Zod has no messages of its own, and is a fifth of the other's size in a page.
const textSchema = (longest: number) =>
  z.string('a text').check(z.minLength(1, 'not empty'), z.maxLength(longest, `at most ${longest} characters`));

const exerciseSchema = z.object({
  id: slugSchema,
  title: textSchema(80),
  minutes: z.int('a whole number of minutes').check(z.gte(1, 'at least 1'), z.lte(60, 'at most 60')),
  tasks: z
    .array(z.object({ id: slugSchema, title: textSchema(160) }))
    .check(z.minLength(1, 'at least one task'), z.maxLength(20, 'at most 20 tasks')),
  touches: z.optional(z.array(textSchema(160)).check(z.minLength(1, 'left out, or at least one line'))),
});

/** Checks an exercise's shape where it is written; a mistake throws with the exercise, the field and the fix. */
export function defineExercise(exercise: Exercise): Exercise {
  const parsed = exerciseSchema.safeParse(exercise);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`Exercise "${exercise.id}": ${issue?.path.join('.')} must be ${issue?.message}.`);
  }
  const seen = new Set<string>();
  for (const { id } of exercise.tasks) {
    if (seen.has(id)) throw new Error(`Exercise "${exercise.id}": two tasks have the id "${id}"; give each its own.`);
    seen.add(id);
  }
  return exercise;
}
