import type Docker from 'dockerode';
import { installationLabel, roleLabel } from '../server/domain/docker-names.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';

/** What Drydock keeps on an engine, by name. */
export interface Leftovers {
  readonly installations: readonly string[];
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly images: readonly string[];
}

type Labels = Readonly<Record<string, string>> | null | undefined;

/** Which things on an engine are meant. Labels of images do not count: their containers inherit them, whoever made those. */
export interface Scope {
  isOurs(labels: Labels): boolean;
  /** The beginning of the images' names; `undefined` for none. */
  readonly repositories: string | undefined;
}

/** What one installation made. The course registry and the images serve all installations on the engine, and stay. */
export function ofInstallation(id: string): Scope {
  return { isOurs: (labels) => labels?.[installationLabel] === id, repositories: undefined };
}

/** What every installation made, and what they share. */
export const ofEverybody: Scope = {
  isOurs: (labels) => labels?.[installationLabel] !== undefined || labels?.[roleLabel] !== undefined,
  repositories: 'drydock/',
};

export async function findLeftovers(docker: Docker, { isOurs, repositories }: Scope): Promise<Leftovers> {
  const [containers, networks, volumes, images] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listImages(),
  ]);
  const labelled = [...containers, ...networks, ...volumes.Volumes].filter(({ Labels }) => isOurs(Labels));
  return {
    installations: [...new Set(labelled.flatMap(({ Labels }) => Labels?.[installationLabel] ?? []))],
    containers: containers.filter(({ Labels }) => isOurs(Labels)).map(({ Names, Id }) => Names[0]?.slice(1) ?? Id),
    networks: networks.filter(({ Labels }) => isOurs(Labels)).map(({ Name }) => Name),
    volumes: volumes.Volumes.filter(({ Labels }) => isOurs(Labels)).map(({ Name }) => Name),
    images: images
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter((tag) => repositories !== undefined && tag.startsWith(repositories)),
  };
}

/** Removes all of it, running or not. What has gone by itself in the meantime is no error. */
export async function removeLeftovers(docker: Docker, leftovers: Leftovers): Promise<void> {
  // Volumes and networks can only go after the containers that use them, and so can images.
  await removeEach(leftovers.containers, (name) => docker.getContainer(name).remove({ force: true, v: true }));
  await removeEach(leftovers.networks, (name) => docker.getNetwork(name).remove());
  await removeEach(leftovers.volumes, (name) => docker.getVolume(name).remove());
  await removeEach(leftovers.images, (tag) => docker.getImage(tag).remove());
}

async function removeEach(names: readonly string[], remove: (name: string) => Promise<unknown>): Promise<void> {
  for (const name of names) await unlessMissing(remove(name));
}
