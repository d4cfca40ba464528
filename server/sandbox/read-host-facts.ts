import type Docker from 'dockerode';
import { unlessMissing } from '../domain/engine-errors.ts';
import { raceSignal } from '../domain/race-signal.ts';
import type { HostFacts, HostProbe } from './host-facts.ts';
import { ProbeFailedError } from './host-probe.ts';
import { readEngineFacts } from './read-engine-facts.ts';
import { readKernelFacts } from './read-kernel-facts.ts';

/**
 * Looks at the engine and, by a short-lived container of the first of `images` that it has, at the kernel below it. Nothing stays behind. Rejects when the engine
 * does not answer.
 */
export async function readHostFacts(
  docker: Docker,
  images: readonly string[],
  signal: AbortSignal,
): Promise<HostFacts> {
  const engine = await readEngineFacts(docker, signal);
  const image = await firstPresent(docker, images, signal);
  if (image === undefined) return { engine, probe: { kind: 'no-image' } };
  const probe = await readKernelFacts(docker, { image, engine, signal }).then(
    (kernel): HostProbe => ({ kind: 'done', kernel }),
    (error: unknown): HostProbe => {
      if (error instanceof ProbeFailedError) return { kind: 'failed', reason: error.message };
      throw error;
    },
  );
  return { engine, probe };
}

async function firstPresent(
  docker: Docker,
  images: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const image of images) {
    if (await raceSignal(unlessMissing(docker.getImage(image).inspect()), signal)) return image;
  }
  return undefined;
}
