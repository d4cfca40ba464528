import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { addAbortSignal } from 'node:stream';
import { z } from 'zod';

/** One line of the engine's answer to a build, a pull or a push. */
const engineEventSchema = z.object({
  stream: z.string().optional(),
  status: z.string().optional(),
  id: z.string().optional(),
  error: z.string().optional(),
});
export type EngineEvent = z.infer<typeof engineEventSchema>;

/**
 * Reads the engine's stream of JSON lines to its end. Throws the `error` that the engine reports in it: the HTTP status is 200 all the same.
 * Aborting closes the connection, and with it ends a build.
 */
export async function followEngine(
  stream: NodeJS.ReadableStream,
  signal: AbortSignal,
  onEvent: (event: EngineEvent) => void,
): Promise<void> {
  const readable = addAbortSignal(signal, stream as Readable);
  for await (const line of createInterface({ input: readable })) {
    if (line.trim() === '') continue;
    const event = engineEventSchema.parse(JSON.parse(line));
    if (event.error !== undefined) throw new Error(event.error);
    onEvent(event);
  }
  // readline ends quietly when its input is destroyed.
  signal.throwIfAborted();
}
