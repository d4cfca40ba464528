import { access, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExerciseDescription } from '../../src/shared/exercise/index.ts';

/** An exercise of the course as the server knows it: its checks stay in the process that runs them. */
export interface LoadedExercise {
  readonly exercise: ExerciseDescription;
  /** Absolute path of what it was read from. */
  readonly folder: string;
  /** The script that does it all. */
  readonly solution: string;
}

/** What an author has to put right. `file` begins at the folder of all exercises: `exercises/web-app/exercise.ts`. */
export interface AuthorMistake {
  readonly file: string;
  /** Counts from 1; `undefined` where it is about the file as a whole. */
  readonly line?: number;
  /** What is wrong and what to do; names the field where it is about one. */
  readonly message: string;
}

/** Some exercises can't be used as they are written. The message has all mistakes, a line each. */
export class ExerciseMistakesError extends Error {
  override readonly name = 'ExerciseMistakesError';
  readonly mistakes: readonly AuthorMistake[];

  constructor(mistakes: readonly AuthorMistake[]) {
    const lines = mistakes.map(
      ({ file, line, message }) => `${file}${line === undefined ? '' : `:${line}`}: ${message}`,
    );
    super(
      `The exercises have ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${lines.join('\n')}`,
    );
    this.mistakes = mistakes;
  }
}

/** What an author writes about an exercise, beside its `exercise.ts`. */
export interface ExerciseFolder {
  readonly id: string;
  readonly folder: string;
  readonly solution: string;
}

/** A script of steps for one exercise; what is longer is not one. */
const MAX_SOLUTION_CHARACTERS = 64 * 1024;

/** As an author writes it: `exercises/web-app/solution.sh`. */
export function authorPath(exercises: string, ...rest: readonly string[]): string {
  return join(basename(exercises), ...rest);
}

const orMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};

/** Looks through `<exercises>/<id>/`, in the order of their names. Folders without an `exercise.ts` are among the mistakes alone. */
export async function readExerciseFolders(
  exercises: string,
): Promise<{ readonly folders: readonly ExerciseFolder[]; readonly mistakes: readonly AuthorMistake[] }> {
  const entries = await readdir(exercises, { withFileTypes: true });
  const ids = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
  const mistakes: AuthorMistake[] = [];
  const folders = await Promise.all(
    ids.map(async (id): Promise<ExerciseFolder | undefined> => {
      const folder = join(exercises, id);
      const [hasExercise, solution = ''] = await Promise.all([
        access(join(folder, 'exercise.ts')).then(() => true, orMissing),
        readFile(join(folder, 'solution.sh'), 'utf8').catch(orMissing),
      ]);
      if (!hasExercise) {
        mistakes.push({
          file: authorPath(exercises, id, 'exercise.ts'),
          message: 'is missing. Write it, or remove the folder.',
        });
        return undefined;
      }
      const file = authorPath(exercises, id, 'solution.sh');
      if (solution.trim() === '') {
        const message = 'is missing or empty. Write the script that does all of the exercise’s tasks.';
        mistakes.push({ file, message });
      }
      if (solution.length > MAX_SOLUTION_CHARACTERS) {
        mistakes.push({ file, message: `is longer than ${MAX_SOLUTION_CHARACTERS} characters. Make it shorter.` });
      }
      return { id, folder, solution };
    }),
  );
  return { folders: folders.filter((folder) => folder !== undefined), mistakes };
}
