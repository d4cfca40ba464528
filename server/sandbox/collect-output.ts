import type { Duplex } from 'node:stream';
import { MultiplexedStream } from './multiplexed-stream.ts';

export interface CollectedOutput {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly truncated: boolean;
}

/** Reads a multiplexed connection to its end. At most so many bytes are kept, of both outputs together; the rest is read and left. */
export async function collectOutput(
  connection: Duplex,
  maxBytes: number,
  signal: AbortSignal,
): Promise<CollectedOutput> {
  const output = new MultiplexedStream();
  const kept: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  let left = maxBytes;
  let truncated = false;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => {
    connection.destroy();
    reject(signal.reason);
  };
  connection.on('data', (chunk: Buffer) => {
    for (const { stream, bytes } of output.feed(chunk)) {
      truncated ||= bytes.length > left;
      const taken = bytes.subarray(0, left);
      // Copied, so that a small output does not keep a whole socket buffer alive.
      if (taken.length > 0) kept[stream].push(Buffer.from(taken));
      left -= taken.length;
    }
  });
  connection.on('end', resolve);
  connection.on('close', resolve);
  // A command may end without having read all of its input.
  connection.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? resolve() : reject(error)));
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) abort();
    await promise;
  } finally {
    signal.removeEventListener('abort', abort);
  }
  return { stdout: Buffer.concat(kept.stdout), stderr: Buffer.concat(kept.stderr), truncated };
}
