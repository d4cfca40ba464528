import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from 'dockerode';

/** The end of the output overtakes the engine's own note of the exit by a few milliseconds. */
const EXIT_POLL_MS = 10;

/** Runs a command in one of our own containers, whose output nobody reads. Resolves with its exit code. */
export async function runInContainer(
  container: Container,
  command: readonly string[],
  abortSignal: AbortSignal,
): Promise<number> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal });
  const output = await exec.start({ abortSignal });
  output.resume();
  for (;;) {
    const { Running, ExitCode } = await exec.inspect({ abortSignal });
    if (!Running && ExitCode !== null) return ExitCode;
    await delay(EXIT_POLL_MS, undefined, { signal: abortSignal });
  }
}
