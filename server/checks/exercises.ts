import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Exercise } from '../../src/shared/exercise/index.ts';

/** An exercise of the course, and the folder that it was read from. */
export interface LoadedExercise {
  readonly exercise: Exercise;
  readonly folder: string;
}

/** Reads every `<folder>/<id>/exercise.ts`. Throws where a folder and its exercise disagree on the id. */
export async function loadExercises(folder: string): Promise<ReadonlyMap<string, LoadedExercise>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const loaded = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }): Promise<[string, LoadedExercise]> => {
        const file = join(folder, name, 'exercise.ts');
        const { default: exercise } = (await import(pathToFileURL(file).href)) as { default: Exercise };
        if (exercise?.id !== name) {
          throw new Error(`${file}: the exercise's id is "${exercise?.id}"; make it the folder's name, "${name}".`);
        }
        return [name, { exercise, folder: join(folder, name) }];
      }),
  );
  return new Map(loaded);
}
