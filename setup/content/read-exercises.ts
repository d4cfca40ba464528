import { Worker } from 'node:worker_threads';
import type { ExerciseMistake } from '../../src/shared/exercise/index.ts';

/** What importing one exercise.ts has shown. */
export type ReadExercise =
  | {
      readonly kind: 'read';
      /** The folder's name. */
      readonly id: string;
      /** As the file says. */
      readonly ownId: string;
      readonly images: readonly string[];
      readonly taskIds: readonly string[];
    }
  | { readonly kind: 'mistaken'; readonly id: string; readonly mistakes: readonly ExerciseMistake[] }
  | { readonly kind: 'failed'; readonly id: string; readonly message: string; readonly line?: number };

/** Importing a module takes milliseconds; one that waits for something at its top level would never end. */
const READ_TIMEOUT_MS = 20_000;

/** Imports `<folder>/<id>/exercise.ts` for each id as the files are now, in a thread that ends with it. */
export async function readExercises(
  folder: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly ReadExercise[]> {
  if (ids.length === 0) return [];
  const read: ReadExercise[] = [];
  const worker = new Worker(new URL('exercise-worker.ts', import.meta.url), { workerData: { folder, ids }, env: {} });
  const ended = AbortSignal.any([signal, AbortSignal.timeout(READ_TIMEOUT_MS)]);
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: ReadExercise) => {
        read.push(message);
        if (read.length === ids.length) resolve();
      });
      worker.once('error', reject);
      worker.once('exit', () => resolve());
      ended.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await worker.terminate();
  }
  signal.throwIfAborted();
  const stuck = ids[read.length];
  if (stuck !== undefined) {
    const message =
      'importing it does not end, or ends the process. Let the file define the exercise and do nothing else.';
    read.push({ kind: 'failed', id: stuck, message });
  }
  return read;
}
