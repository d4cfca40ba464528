import { MultiplexedStream } from './multiplexed-stream.ts';
import type { StartedExec } from './started-exec.ts';

/** What a command says about its failure, at most. */
const MAX_STDERR_BYTES = 4096;

/**
 * A command's standard output, piece by piece as it is asked for. Throws with its standard error where it ends with other than 0. Whoever stops asking ends
 * the command.
 */
export async function* readOutput(
  { connection, end }: StartedExec,
  exitCode: () => Promise<number>,
): AsyncGenerator<Buffer> {
  const output = new MultiplexedStream();
  let stderr = '';
  let hasEnded = false;
  try {
    for await (const chunk of connection) {
      for (const { stream, bytes } of output.feed(chunk)) {
        if (stream === 'stdout') yield bytes;
        else if (stderr.length < MAX_STDERR_BYTES) stderr += bytes.toString();
      }
    }
    hasEnded = true;
  } finally {
    if (!hasEnded) void end();
  }
  const code = await exitCode();
  if (code !== 0) throw new Error(`The command ended with ${code}: ${stderr.trim().slice(0, MAX_STDERR_BYTES)}`);
}
