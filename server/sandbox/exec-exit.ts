import { setTimeout as delay } from 'node:timers/promises';
import type { Exec } from 'dockerode';

/** The end of a command's output overtakes the engine's own note of its exit by a few milliseconds. */
const POLL_MS = 5;
const POLLS = 400;

/** The exit code of a command whose output has ended. */
export async function exitCodeOf(exec: Exec, signal: AbortSignal): Promise<number> {
  for (let polls = 0; polls < POLLS; polls += 1) {
    const { Running, ExitCode } = await exec.inspect({ abortSignal: signal });
    if (!Running && ExitCode !== null) return ExitCode;
    await delay(POLL_MS, undefined, { signal });
  }
  throw new Error('The command closed its output and went on running. Let it end, or send its output elsewhere.');
}
