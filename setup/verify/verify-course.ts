import { ExerciseMistakesError } from '../../server/checks/exercises.ts';
import { parseConfig } from '../../server/config.ts';
import type { Progress } from '../progress.ts';
import { SetupError } from '../setup-error.ts';
import { readCourseProofs, selectProofs } from './course-proofs.ts';
import { createProofMemory } from './proof-memory.ts';
import { createProvingGround, type ProvingGround, type ProvingGroundOptions } from './proving-ground.ts';
import { describeResults } from './report.ts';
import { runProofs } from './run-proofs.ts';

export interface VerifyOptions extends Omit<ProvingGroundOptions, 'limits'> {
  /** The project's folder. */
  readonly root: string;
  /** Names of exercises and lessons, or paths; all where there are none. */
  readonly only: readonly string[];
  /** Writes real outputs into the lessons. */
  readonly isUpdate: boolean;
  readonly usesCache: boolean;
  readonly progress: Progress;
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Proves the course, prints the report and resolves with the exit code. Throws a `SetupError` where it can't begin. */
export async function verifyCourse(options: VerifyOptions): Promise<number> {
  const { root, images, registryVolume, only, isUpdate, usesCache, progress, print, signal } = options;
  await using stack = new AsyncDisposableStack();
  const course = stack.use(await readCourseProofs(root, { isUpdate }).catch(failed));
  const proofs = selectProofs(course.proofs, only);
  // The image store's name says what the course registry serves.
  const machine = [images.sandbox, images.gateway, images.keeper, images.imageStore, registryVolume];
  const memory = usesCache ? await createProofMemory(root, machine) : undefined;

  let opening: Promise<ProvingGround> | undefined;
  stack.defer(async () => (await opening?.catch(() => undefined))?.[Symbol.asyncDispose]());
  const limits = parseConfig({}, root).sandboxLimits;
  const ground = () => {
    opening ??= createProvingGround({ ...options, limits });
    return opening;
  };

  const results = await progress.step('Proving the course', async (update) => {
    let done = 0;
    update(`0 of ${proofs.length}`);
    return runProofs(proofs, {
      ground,
      memory,
      signal,
      onResult: ({ proof, outcome }) => {
        done += 1;
        update(`${done} of ${proofs.length}, last ${proof.name} ${proof.what}: ${outcome}`);
      },
    });
  });
  print(`\n${describeResults(results)}`);
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

function failed(error: unknown): never {
  if (error instanceof ExerciseMistakesError) throw new SetupError(error.message, { cause: error });
  throw error;
}
