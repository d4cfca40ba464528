import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

const POLL_MS = 500;

/** One whose owner was killed is free after this; the owner says every few seconds that it is still there. */
const STALE_MS = 20_000;

export interface LockOptions {
  /** Shows one line. */
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
  /** Where the lock is: one of this user's on the whole machine where left out, because two copies of the project share an engine. */
  readonly file?: string;
}

/** Resolves once no other set-up is under way. Two at once would take away from each other what they make in Docker. */
export async function lockSetUp({ note, signal, file }: LockOptions): Promise<AsyncDisposable> {
  const path = file ?? join(tmpdir(), `drydock-set-up-${process.getuid?.() ?? 0}`);
  for (let tries = 0; ; tries += 1) {
    signal.throwIfAborted();
    try {
      // Without the lock nothing is lost that the next start does not mend.
      const release = await lock(path, { realpath: false, stale: STALE_MS, onCompromised: () => {} });
      return { [Symbol.asyncDispose]: () => release().catch(() => {}) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    }
    if (tries === 0) note('Another set-up is under way on this machine. This one waits for it.');
    await delay(POLL_MS, undefined, { signal });
  }
}
