import { join } from 'node:path';
import { exercisesOf, readBuiltCourse, sitePath } from '../server/lessons/built-course.ts';
import { DEFAULT_COURSE } from '../src/shared/built-course.ts';
import type { Exercise } from '../src/shared/exercise/index.ts';

const root = join(import.meta.dirname, '..');

/** The exercises of the course as it was built, in its order. */
export async function courseExercises(): Promise<readonly Exercise[]> {
  const course = await readBuiltCourse(sitePath(root, DEFAULT_COURSE), DEFAULT_COURSE);
  const loaded = await Promise.all(
    course.exercises.map(async (id) => {
      const module: { default: Exercise } = await import(join(root, 'exercises', id, 'exercise.ts'));
      return [id, module.default] as const;
    }),
  );
  return [...exercisesOf(course, new Map(loaded)).values()];
}
