import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { digestOf, mediaTypes } from './image-index.ts';

const ACCEPTED = Object.values(mediaTypes).join(', ');

// A registry on this machine answers in milliseconds; after a large blob it writes the disk first.
const ANSWER_MS = 10_000;
const UPLOAD_ANSWER_MS = 600_000;
const RETRY_MS = 20;

// The distribution specification asks registries for no more.
const MAX_MANIFEST_BYTES = 4 * 1024 ** 2;

export interface StoredManifest {
  readonly digest: string;
  readonly bytes: Buffer;
}

/** Reads and writes a registry by the distribution specification. */
export interface RegistryClient {
  /** By tag or digest; `undefined` when the registry does not have it. */
  manifest(repository: string, reference: string): Promise<StoredManifest | undefined>;
  /** Its content. Throws when the registry does not have it. */
  blob(repository: string, digest: string): Promise<Readable>;
  /** The registry refuses what has another digest. */
  putBlob(repository: string, digest: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
}

/** The registry refused a blob because its content is not what its digest says. */
export class WrongDigestError extends Error {
  override readonly name = 'WrongDigestError';
}

/** For the registry at `address` (host:port). */
export function createRegistryClient(address: string, signal: AbortSignal): RegistryClient {
  const ask = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}, limitMs = ANSWER_MS) =>
    fetch(new URL(path, `http://${address}`), {
      ...init,
      // The engine gives the next registry the port of the last: a connection that is kept could be to one that has gone.
      headers: { ...init.headers, connection: 'close' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    });

  return {
    async manifest(repository, reference) {
      const path = `/v2/${repository}/manifests/${reference}`;
      const answer = await ask(path, { headers: { accept: ACCEPTED } });
      if (answer.status === 404) {
        await answer.body?.cancel();
        return undefined;
      }
      if (!answer.ok) throw new Error(`The registry answered ${answer.status} for ${repository}:${reference}.`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (bytes.length > MAX_MANIFEST_BYTES)
        throw new Error(`The manifest of ${repository}:${reference} is too large.`);
      return { digest: digestOf(bytes), bytes };
    },

    async blob(repository, digest) {
      // Not by `fetch`: in Node 24 it breaks the process off where a connection ends while its reader waits (undici: `assert(!this.paused)`).
      const asking = get(new URL(`/v2/${repository}/blobs/${digest}`, `http://${address}`), {
        agent: false,
        signal: AbortSignal.any([signal, AbortSignal.timeout(UPLOAD_ANSWER_MS)]),
      });
      const [answer] = (await once(asking, 'response')) as [IncomingMessage];
      if (answer.statusCode === 200) return answer;
      answer.destroy();
      throw new Error(`The registry answered ${answer.statusCode} for ${repository}@${digest}.`);
    },

    async putBlob(repository, digest, content) {
      const begun = await ask(`/v2/${repository}/blobs/uploads/`, { method: 'POST' });
      const location = begun.headers.get('location');
      await begun.body?.cancel();
      if (!begun.ok || location === null) throw new Error(`The registry answered ${begun.status} to an upload.`);
      const url = new URL(location, `http://${address}`);
      url.searchParams.set('digest', digest);
      const answer = await ask(
        url.href,
        {
          method: 'PUT',
          body: content,
          duplex: 'half',
          headers: { 'content-type': 'application/octet-stream' },
        },
        UPLOAD_ANSWER_MS,
      );
      const text = await answer.text();
      if (/DIGEST_INVALID/.test(text)) throw new WrongDigestError(`${digest} is not the digest of its content.`);
      if (!answer.ok)
        throw new Error(`The registry answered ${answer.status} to ${repository}@${digest}: ${text.trim()}`);
    },
  };
}

/** Resolves when the registry at `address` answers. A container's start says nothing about the program in it, so it is asked. */
export async function registryAnswers(address: string, signal: AbortSignal): Promise<void> {
  const timeout = AbortSignal.timeout(ANSWER_MS);
  const either = AbortSignal.any([signal, timeout]);
  for (;;) {
    const asking = fetch(`http://${address}/v2/`, { headers: { connection: 'close' }, signal: either });
    const answer = await asking.catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    signal.throwIfAborted();
    if (timeout.aborted) throw new Error(`The registry did not answer within ${ANSWER_MS / 1000} s.`);
    await pause(RETRY_MS);
  }
}
