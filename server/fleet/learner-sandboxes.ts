import type { Readable } from 'node:stream';
import type { LearnerId, SandboxId } from '../../src/shared/ids.ts';
import type { SandboxAllowance } from '../domain/sandbox-allowance.ts';
import { Serial } from '../domain/serial.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import type { SandboxRow, Store } from '../storage/port.ts';
import type { OpenOptions, SandboxFleet } from './fleet.ts';

/** What a preview's visitor waits for at most; a learner's page may wait in the line. */
const PREVIEW_TIMEOUT_MS = 30_000;
const RESET_TIMEOUT_MS = 30_000;

/** All of the home folder but the engine's images and what a reset put aside of them. */
const PACK_FILES = ['tar', '-cz', '--exclude=./.local/share/docker*', '.'];

/**
 * Puts an exercise's folder aside, where it stays until the next reset of the same exercise because there is no other way back. The engine's data is in use: the
 * mark has its next start put it aside.
 */
const PUT_ASIDE = `
set -eu
mkdir -p .before-reset .local/share
rm -rf ".before-reset/$1"
[ ! -e "$1" ] || mv -T "$1" ".before-reset/$1"
touch .local/share/docker.reset
sync -f .
`;

export interface LearnerSandbox {
  readonly row: SandboxRow;
  readonly sandbox: ReadySandbox;
}

export interface LearnerSandboxes {
  /** The learner's one sandbox, running: their own, or a warm one that becomes theirs. */
  open(learnerId: LearnerId, options: OpenOptions): Promise<LearnerSandbox>;
  /** The sandbox of this row, running, under what its learner is allowed now. Rejects where it is theirs no more. */
  wake(row: SandboxRow, options: OpenOptions): Promise<ReadySandbox>;
  /** The learner's sandbox where it runs; to ask does not make it run. */
  running(learnerId: LearnerId): Promise<ReadySandbox | undefined>;
  /** The running sandbox that a preview address names; `undefined` where there is none. */
  byPreviewId(previewId: string): Promise<ReadySandbox | undefined>;
  /** Gives the learner a sandbox as on the first day, and removes theirs. */
  startOver(learnerId: LearnerId): Promise<void>;
  /** Empties the engine and takes the exercise's folder away, and stops the sandbox; its next opening finds both as at the start. */
  resetExercise(learnerId: LearnerId, exercise: string): Promise<void>;
  /** The home folder without the engine's data, as a gzipped tar; `undefined` where the learner has no sandbox. */
  packFiles(learnerId: LearnerId, signal: AbortSignal): Promise<Readable | undefined>;
}

/** Joins whose a sandbox is (the store) to the sandbox itself (the fleet). */
export function createLearnerSandboxes(options: {
  store: Pick<Store, 'sandboxOf' | 'assignSandbox' | 'sandboxByPreviewId'>;
  fleet: SandboxFleet;
  /** What a learner's sandbox may use now; `undefined` leaves it at what it had. */
  allowanceOf: (learnerId: LearnerId) => Promise<SandboxAllowance | undefined>;
  /** Random bytes in hex, so many of them. */
  randomHex: (bytes: number) => string;
  onError: (error: unknown) => void;
}): LearnerSandboxes {
  const { store, fleet, allowanceOf, randomHex, onError } = options;
  const serial = new Serial<LearnerId>();

  /** A warm sandbox where one waits, a new one otherwise, in the place of `replaced`. */
  const assign = async (learnerId: LearnerId, replaced: SandboxId | null): Promise<SandboxRow> => {
    const id = fleet.claim();
    let row: SandboxRow | undefined;
    try {
      row = await store.assignSandbox(learnerId, { id, previewId: randomHex(16) }, replaced);
      return row;
    } finally {
      // Where another page was quicker, or the store failed, it is still untouched.
      fleet.settle(id, row?.id === id ? 'learner' : 'nobody');
    }
  };

  const rowOf = async (learnerId: LearnerId): Promise<SandboxRow> => {
    const row = await store.sandboxOf(learnerId);
    if (row && row.expiredAt === null) return row;
    return assign(learnerId, row?.id ?? null);
  };

  const openRow = async ({ id, learnerId }: SandboxRow, openOptions: OpenOptions): Promise<ReadySandbox> =>
    fleet.open(id, { ...openOptions, allowance: await allowanceOf(learnerId) });

  return {
    async open(learnerId, openOptions) {
      const row = await rowOf(learnerId);
      return { row, sandbox: await openRow(row, openOptions) };
    },

    wake: openRow,

    async running(learnerId) {
      const row = await store.sandboxOf(learnerId);
      return row && row.expiredAt === null ? fleet.running(row.id) : undefined;
    },

    async byPreviewId(previewId) {
      const row = await store.sandboxByPreviewId(previewId);
      return row && openRow(row, { signal: AbortSignal.timeout(PREVIEW_TIMEOUT_MS) });
    },

    startOver: (learnerId) =>
      serial.run(learnerId, async () => {
        const row = await store.sandboxOf(learnerId);
        if (!row) return;
        await assign(learnerId, row.id);
        // The new one can be used at once. What is left of the old one if this fails is nobody's, and is reaped.
        fleet.retire(row.id).catch(onError);
      }),

    resetExercise: (learnerId, exercise) =>
      serial.run(learnerId, async () => {
        const signal = AbortSignal.timeout(RESET_TIMEOUT_MS);
        const row = await rowOf(learnerId);
        const sandbox = await openRow(row, { signal });
        const { exitCode, stderr } = await sandbox.exec(['sh', '-c', PUT_ASIDE, 'put-aside', exercise], { signal });
        if (exitCode !== 0) throw new Error(`The exercise could not be put aside: ${stderr.toString().trim()}`);
        await fleet.stop(row.id, 'reset');
      }),

    async packFiles(learnerId, signal) {
      const row = await store.sandboxOf(learnerId);
      if (!row || row.expiredAt !== null) return undefined;
      const sandbox = await openRow(row, { signal });
      return sandbox.read(PACK_FILES, signal);
    },
  };
}
