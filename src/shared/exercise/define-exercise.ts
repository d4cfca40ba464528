import * as z from 'zod/mini';
import { slugSchema } from '../ids.ts';
import type { SandboxView } from './sandbox-view.ts';
import type { Verdict } from './verdict.ts';

export interface Task {
  readonly id: string;
  /** One line, as an instruction: "Pull `nginx:1.26`". Backticks mark code. */
  readonly title: string;
  /** Asks the learner for a word or a number in the page; the check reads it by `sandbox.answer()`. */
  readonly answer?: AnswerField;
  /** From a nudge to nearly the command. They are opened one at a time, after a try. Backticks mark code. */
  readonly hints?: readonly string[];
  /** The most that it can earn, 1 to 100; left out, it gives no points. */
  readonly points?: number;
  readonly check: (sandbox: SandboxView) => Promise<Verdict>;
}

/** A field for one line. */
export interface AnswerField {
  /** What is asked for, such as "Layers of `nginx:1.26`". */
  readonly label: string;
  /** What stands behind the field, such as "MB". */
  readonly unit?: string;
}

export interface Exercise {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  /** The course images that it needs, as `name:tag`. */
  readonly images?: readonly string[];
  readonly tasks: readonly Task[];
  /**
   * What it changes or removes beyond what it makes itself, a line each, such as "Removes all images that no container uses". On a learner's own machine it is asked
   * for first; in a sandbox there is nothing but the course's.
   */
  readonly touches?: readonly string[];
  /** Whoever has done all of its tasks gets a certificate, with the score where tasks give points. */
  readonly certificate?: boolean;
}

/** What there is to say about an exercise, apart from its checks: this much leaves the process that runs them. */
export interface ExerciseDescription extends Omit<Exercise, 'tasks'> {
  readonly tasks: readonly Omit<Task, 'check'>[];
}

// This flavour of Zod has no messages of its own, and is a fifth of the other's size in a page.
const textSchema = (longest: number) =>
  z.string('a text').check(z.minLength(1, 'not empty'), z.maxLength(longest, `at most ${longest} characters`));

/** Drops the checks. */
export const exerciseDescriptionSchema: z.ZodMiniType<ExerciseDescription> = z.object({
  id: slugSchema,
  title: textSchema(80),
  images: z.exactOptional(z.array(textSchema(120)).check(z.maxLength(20, 'at most 20 images'))),
  minutes: z.int('a whole number of minutes').check(z.gte(1, 'at least 1'), z.lte(60, 'at most 60')),
  tasks: z
    .array(
      z.object({
        id: slugSchema,
        title: textSchema(160),
        answer: z.exactOptional(z.object({ label: textSchema(80), unit: z.exactOptional(textSchema(12)) })),
        hints: z.exactOptional(z.array(textSchema(400)).check(z.maxLength(5, 'at most 5 hints'))),
        points: z.exactOptional(
          z.int('a whole number of points').check(z.gte(1, 'at least 1'), z.lte(100, 'at most 100')),
        ),
      }),
    )
    .check(z.minLength(1, 'at least one task'), z.maxLength(20, 'at most 20 tasks')),
  touches: z.exactOptional(z.array(textSchema(160)).check(z.minLength(1, 'left out, or at least one line'))),
  certificate: z.exactOptional(z.boolean('true or false')),
});

/** One mistake of an exercise's author. `path` leads to it in what `defineExercise` was given, such as `['tasks', 0, 'title']`. */
export interface ExerciseMistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** An exercise is not as it must be. The message has all mistakes, a line each. */
export class ExerciseError extends Error {
  override readonly name = 'ExerciseError';
  readonly mistakes: readonly ExerciseMistake[];

  constructor(exercise: string, mistakes: readonly ExerciseMistake[]) {
    super(mistakes.map(({ message }) => `Exercise "${exercise}": ${message}`).join('\n'));
    this.mistakes = mistakes;
  }
}

/** Checks an exercise's shape where it is written. Throws an `ExerciseError` with each mistake's field and fix. */
export function defineExercise(exercise: Exercise): Exercise {
  const parsed = exerciseDescriptionSchema.safeParse(exercise);
  const mistakes = (parsed.error?.issues ?? []).map(({ path, message }): ExerciseMistake => {
    const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
    return { path: steps, message: `${steps.join('.')} must be ${message}.` };
  });
  const seen = new Set<string>();
  for (const [index, { id }] of (parsed.data?.tasks ?? []).entries()) {
    if (seen.has(id)) {
      mistakes.push({ path: ['tasks', index, 'id'], message: `two tasks have the id "${id}"; give each its own.` });
    }
    seen.add(id);
  }
  if (mistakes.length > 0) throw new ExerciseError(exercise.id, mistakes);
  return exercise;
}
