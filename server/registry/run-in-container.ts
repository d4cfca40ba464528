import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from 'dockerode';

/** The end of the output overtakes the engine's own note of the exit by a few milliseconds. */
const EXIT_POLL_MS = 10;

/** A listing of a host's whole packet filter fits; the rest is read and left. */
const MAX_OUTPUT_CHARACTERS = 64 * 1024;

export interface ContainerRun {
  readonly exitCode: number;
  /** Both outputs, as far as they are kept. */
  readonly output: string;
}

/** Runs a command in one of our own containers. */
export async function runInContainer(
  container: Container,
  command: readonly string[],
  abortSignal: AbortSignal,
): Promise<ContainerRun> {
  // With a terminal the engine sends both outputs as they are.
  const exec = await container.exec({
    Cmd: [...command],
    Tty: true,
    AttachStdout: true,
    AttachStderr: true,
    abortSignal,
  });
  const stream = await exec.start({ Tty: true, abortSignal });
  let output = '';
  stream.on('data', (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(0, MAX_OUTPUT_CHARACTERS);
  });
  await finished(stream, { signal: abortSignal });
  for (;;) {
    const { Running, ExitCode } = await exec.inspect({ abortSignal });
    if (!Running && ExitCode !== null) return { exitCode: ExitCode, output: output.replaceAll('\r\n', '\n').trim() };
    await delay(EXIT_POLL_MS, undefined, { signal: abortSignal });
  }
}
