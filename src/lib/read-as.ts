import type * as z from 'zod/mini';
import { askServer } from './ask-server.ts';

/** What came from the server, or why nothing did, in words for whoever asked. */
export type Read<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'failed'; readonly message: string; readonly status: number | undefined };

/** A class of hundreds takes the server some seconds. */
const TIMEOUT_MS = 30_000;

/** Asks the server for what the schema describes; with `send`, sends that by the method. Never rejects. */
export async function readAs<T>(
  path: string,
  schema: z.ZodMiniType<T>,
  send?: { readonly method: 'POST' | 'PUT'; readonly body: unknown },
): Promise<Read<T>> {
  const answer = await askServer(path, {
    timeoutMs: TIMEOUT_MS,
    ...(send && {
      method: send.method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(send.body),
    }),
  });
  if (!answer.isOk) return { kind: 'failed', message: answer.message, status: answer.status };
  const read = schema.safeParse(await answer.response.json().catch(() => undefined));
  if (read.success) return { kind: 'read', value: read.data };
  return { kind: 'failed', message: 'The server’s answer could not be read. Reload the page.', status: undefined };
}
