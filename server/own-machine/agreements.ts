import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ExerciseDescription } from '../../src/shared/exercise/index.ts';
import type { OwnMachineState } from '../../src/shared/own-machine-views.ts';
import type { LoadedExercise } from '../checks/exercises.ts';
import { LearnerError } from '../errors.ts';

/** `exercises` has, by id, the hash of what each was allowed to touch. Times are ISO 8601, UTC. */
const fileSchema = z.object({
  machine: z.object({ socket: z.string(), folder: z.string(), at: z.string() }).optional(),
  exercises: z.record(z.string(), z.string()),
});
type File = z.infer<typeof fileSchema>;

const NOTHING: File = { exercises: {} };

/** What a person is asked about an exercise by. */
export type AskedExercise = Pick<ExerciseDescription, 'id' | 'title' | 'touches'>;

/** What the person has agreed to, on their own machine. Nothing is done on it before. */
export interface Agreements {
  readonly isAgreed: boolean;
  agree(): Promise<void>;
  /** Throws a `LearnerError` as long as nothing was agreed to. */
  requireAgreed(): void;
  /** Throws a `LearnerError` for an exercise that touches what is not its own, and was not allowed to. */
  requireAllowed(exercise: AskedExercise): void;
  isAllowed(exercise: AskedExercise): boolean;
  allow(exercise: AskedExercise): Promise<void>;
}

/** An exercise that has changed its mind is asked for again. */
const hashOf = ({ touches = [] }: AskedExercise) => createHash('sha256').update(JSON.stringify(touches)).digest('hex');

/** Kept in a file. What was agreed to for another engine, or another folder, holds for these no more. */
export async function openAgreements(options: {
  privateFolder: string;
  socket: string;
  folder: string;
  now: () => Date;
}): Promise<Agreements> {
  const { privateFolder, socket, folder, now } = options;
  const path = join(privateFolder, 'agreed.json');
  // A file that is torn is asked for again, which does no harm.
  const read = async () => fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  let file: File = await read().catch(() => NOTHING);
  if (file.machine?.socket !== socket || file.machine.folder !== folder) file = NOTHING;

  const write = async (changed: File) => {
    await writeFile(`${path}.new`, JSON.stringify(changed), { mode: 0o600 });
    await rename(`${path}.new`, path);
    file = changed;
  };
  const isAllowed = (exercise: AskedExercise) =>
    exercise.touches === undefined || file.exercises[exercise.id] === hashOf(exercise);

  return {
    get isAgreed() {
      return file.machine !== undefined;
    },
    agree: () => write({ ...file, machine: { socket, folder, at: now().toISOString() } }),
    requireAgreed() {
      if (file.machine) return;
      throw new LearnerError(
        'own-machine-unconfirmed',
        'Drydock has not been allowed to work on this machine yet. Open “Your machine”, read what it may touch, and agree to it there.',
      );
    },
    isAllowed,
    requireAllowed(exercise) {
      if (isAllowed(exercise)) return;
      throw new LearnerError(
        'exercise-unconfirmed',
        `“${exercise.title}” changes more on your machine than what it makes itself, so it has to be allowed first. The exercise says what, and asks you.`,
      );
    },
    allow: (exercise) => write({ ...file, exercises: { ...file.exercises, [exercise.id]: hashOf(exercise) } }),
  };
}

/** What the learner's pages have to know of it. */
export function describeAgreements(
  { agreements, folder }: { readonly agreements: Agreements; readonly folder: string },
  exercises: ReadonlyMap<string, LoadedExercise>,
): OwnMachineState {
  const allowed = [...exercises.values()].filter(({ exercise }) => agreements.isAllowed(exercise));
  return { folder, isAgreed: agreements.isAgreed, allowed: allowed.map(({ exercise }) => exercise.id) };
}
