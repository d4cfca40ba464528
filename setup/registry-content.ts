import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const manifestSchema = z.object({ config: z.object({ digest: z.string() }).optional() });

const ACCEPTED = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

// A registry on this machine answers in milliseconds.
const ANSWER_MS = 10_000;
const RETRY_MS = 20;

/**
 * Whether the registry at `address` (host:port) serves exactly this image. An engine's image id is the digest of the image's configuration, or of its
 * manifest where containerd keeps the images.
 */
export async function registryHas(
  address: string,
  image: { name: string; tag: string; id: string },
  signal: AbortSignal,
): Promise<boolean> {
  const answer = await fetch(`http://${address}/v2/${image.name}/manifests/${image.tag}`, {
    headers: { accept: ACCEPTED },
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
  });
  if (answer.status === 404) return false;
  if (!answer.ok) throw new Error(`The registry answered ${answer.status} for ${image.name}:${image.tag}.`);
  const manifest = manifestSchema.parse(await answer.json());
  return manifest.config?.digest === image.id || answer.headers.get('docker-content-digest') === image.id;
}

/** Resolves when the registry at `address` answers. A container's start says nothing about the program in it, so it is asked. */
export async function registryAnswers(address: string, signal: AbortSignal): Promise<void> {
  const timeout = AbortSignal.timeout(ANSWER_MS);
  const either = AbortSignal.any([signal, timeout]);
  for (;;) {
    const answer = await fetch(`http://${address}/v2/`, { signal: either }).catch(() => undefined);
    if (answer?.ok) return;
    signal.throwIfAborted();
    if (timeout.aborted) throw new Error(`The registry did not answer within ${ANSWER_MS / 1000} s.`);
    await pause(RETRY_MS);
  }
}
