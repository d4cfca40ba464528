import type Docker from 'dockerode';
import { imageStoreLabel, roleLabel } from '../server/domain/docker-names.ts';
import { isEngineStatus } from '../server/domain/engine-errors.ts';

interface Labelled {
  readonly Labels?: Readonly<Record<string, string>> | null;
}

/** The names of image stores that no volume and no container was made with. */
export function unusedImageStores(
  volumes: readonly (Labelled & { readonly Name: string })[],
  containers: readonly Labelled[],
): readonly string[] {
  const used = new Set([...volumes, ...containers].map(({ Labels }) => Labels?.[imageStoreLabel]));
  return volumes
    .filter(({ Name, Labels }) => Labels?.[roleLabel] === 'store' && !used.has(Name))
    .map(({ Name }) => Name);
}

/** Removes the image stores of former versions, but those that a sandbox, running or not, was made with. */
export async function removeUnusedImageStores(docker: Docker, current: string): Promise<void> {
  const [{ Volumes }, containers] = await Promise.all([docker.listVolumes(), docker.listContainers({ all: true })]);
  for (const name of unusedImageStores(Volumes, containers)) {
    if (name !== current) await docker.getVolume(name).remove().catch(ignoreTaken);
  }
}

/** Another installation may be making or removing it at this moment. */
function ignoreTaken(error: unknown): void {
  if (!isEngineStatus(error, 404) && !isEngineStatus(error, 409)) throw error;
}
