import { setTimeout as delay } from 'node:timers/promises';
import type { Exec } from 'dockerode';
import { SandboxLostError } from './errors.ts';

/** The engine answers a start before the process is there; it is there well within this, or not at all. */
const STARTING_MS = 5_000;
const LOOK_EVERY_MS = 10;

/**
 * Keeps commands that start and a pause apart. A command that starts in a container that is being frozen never gets ready, and the engine waits for it with the
 * container locked: then that container can neither be looked at nor resumed until the engine is restarted (seen with 20.10).
 */
export class ExecGate {
  readonly #entering = new Set<Promise<unknown>>();
  readonly #started = new Map<Exec, number>();
  #isClosed = false;

  /** Runs what asks the engine for a command; refused while the gate is closed. */
  async enter<Result>(ask: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new SandboxLostError('The sandbox is paused. Open it again.');
    const asking = ask();
    const settled = asking.then(
      () => {},
      () => {},
    );
    this.#entering.add(settled);
    try {
      return await asking;
    } finally {
      this.#entering.delete(settled);
    }
  }

  /** A command was asked for, and may not be there yet. */
  note(exec: Exec): void {
    const now = performance.now();
    for (const [other, at] of this.#started) if (now - at > STARTING_MS) this.#started.delete(other);
    this.#started.set(exec, now);
  }

  /** Refuses further commands, and resolves when those that were asked for are there or have ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#entering.size > 0) await Promise.all(this.#entering);
    await Promise.all([...this.#started].map(([exec, at]) => untilStarted(exec, at + STARTING_MS)));
    this.#started.clear();
  }

  open(): void {
    this.#isClosed = false;
  }
}

async function untilStarted(exec: Exec, untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    const { Pid, ExitCode } = await exec.inspect().catch(() => ({ Pid: 0, ExitCode: 0 }));
    if (Pid > 0 || ExitCode !== null) return;
    await delay(LOOK_EVERY_MS);
  }
}
