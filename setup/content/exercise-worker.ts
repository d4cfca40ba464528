// Runs in a thread of its own: what an author wrote is imported here, anew each time, and nowhere else in the set-up.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Exercise, ExerciseMistake } from '../../src/shared/exercise/index.ts';
import type { ReadExercise } from './read-exercises.ts';

const { folder, ids } = workerData as { readonly folder: string; readonly ids: readonly string[] };
for (const id of ids) parentPort?.postMessage(await read(id));

async function read(id: string): Promise<ReadExercise> {
  const file = join(folder, id, 'exercise.ts');
  try {
    const { default: exercise } = (await import(pathToFileURL(file).href)) as { default?: Exercise };
    if (exercise === undefined)
      return { id, kind: 'failed', message: 'it exports nothing. Write `export default defineExercise({ … })`.' };
    const { images = [], tasks } = exercise;
    return { id, kind: 'read', ownId: exercise.id, images, taskIds: tasks.map((task) => task.id) };
  } catch (error) {
    if (isExerciseError(error)) return { id, kind: 'mistaken', mistakes: error.mistakes };
    return { id, kind: 'failed', ...describe(error, file) };
  }
}

/** Not by `instanceof`: the exercise may have come by a copy of the module. */
function isExerciseError(error: unknown): error is { readonly mistakes: readonly ExerciseMistake[] } {
  return error instanceof Error && error.name === 'ExerciseError' && 'mistakes' in error;
}

function describe(error: unknown, file: string): { message: string; line?: number } {
  if (!(error instanceof Error)) return { message: `it throws ${String(error)}. Throw nothing there.` };
  // A mistake in the language stands in front of the stack, one in what it does inside of it.
  const line = Number.parseInt((error.stack ?? '').split(`${file}:`)[1] ?? '', 10);
  const message = `${error.message.split('\n')[0]?.replaceAll(`${join(folder, '..')}/`, '')}. Correct it there.`;
  return Number.isNaN(line) ? { message } : { message, line };
}
