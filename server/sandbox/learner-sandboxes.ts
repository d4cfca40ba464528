import type { LearnerId } from '../../src/shared/ids.ts';
import { sandboxIdSchema } from '../../src/shared/ids.ts';
import type { SandboxRow, Store } from '../storage/port.ts';
import type { ReadySandbox, SandboxHost } from './port.ts';

/** A cold start takes a second; a machine under load some more. */
const OPEN_TIMEOUT_MS = 60_000;

export interface LearnerSandbox {
  readonly row: SandboxRow;
  readonly sandbox: ReadySandbox;
}

export interface LearnerSandboxes {
  /** The learner's one sandbox, running. */
  open(learnerId: LearnerId): Promise<LearnerSandbox>;
  /** The running sandbox that a preview address names; `undefined` where there is none. */
  byPreviewId(previewId: string): Promise<ReadySandbox | undefined>;
}

/** Joins whose a sandbox is (the store) to the sandbox itself (the host). */
export function createLearnerSandboxes(options: {
  store: Pick<Store, 'sandboxOf' | 'sandboxByPreviewId'>;
  host: SandboxHost;
  /** Random bytes in hex, so many of them. */
  randomHex: (bytes: number) => string;
}): LearnerSandboxes {
  const { store, host, randomHex } = options;
  const open = (row: SandboxRow) => host.open(row.id, AbortSignal.timeout(OPEN_TIMEOUT_MS));
  return {
    async open(learnerId) {
      const row = await store.sandboxOf(learnerId, {
        id: sandboxIdSchema.parse(randomHex(8)),
        previewId: randomHex(16),
      });
      return { row, sandbox: await open(row) };
    },
    async byPreviewId(previewId) {
      const row = await store.sandboxByPreviewId(previewId);
      return row && open(row);
    },
  };
}
