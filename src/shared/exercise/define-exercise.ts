import { z } from 'zod';
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
}

const exerciseSchema = z.object({
  id: slugSchema,
  title: z.string().min(1).max(80),
  minutes: z.number().int().min(1).max(60),
  tasks: z
    .array(z.object({ id: slugSchema, title: z.string().min(1).max(160) }))
    .min(1)
    .max(20),
});

/** Checks an exercise's shape where it is written; a mistake throws with the exercise, the field and the fix. */
export function defineExercise(exercise: Exercise): Exercise {
  const parsed = exerciseSchema.safeParse(exercise);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`Exercise "${exercise.id}": ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  const seen = new Set<string>();
  for (const { id } of exercise.tasks) {
    if (seen.has(id)) throw new Error(`Exercise "${exercise.id}": two tasks have the id "${id}"; give each its own.`);
    seen.add(id);
  }
  return exercise;
}
