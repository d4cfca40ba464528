import type Docker from 'dockerode';

/** What Drydock keeps on an engine, by name. */
export interface Leftovers {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly images: readonly string[];
}

/** Everything that Drydock makes carries one of these. Labels of images do not count here: their containers inherit them, whoever made those. */
export const OWN_LABELS = ['drydock.installation', 'drydock.role'];
export const OWN_REPOSITORIES = 'drydock/';

/** All that carries one of the labels, and the images of our repositories. */
export async function findLeftovers(
  docker: Docker,
  labels: readonly string[] = OWN_LABELS,
  repositories: string = OWN_REPOSITORIES,
): Promise<Leftovers> {
  const [containers, networks, volumes, images] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listImages(),
  ]);
  const isOurs = (own: Record<string, string> | null | undefined) => labels.some((label) => own?.[label] !== undefined);
  return {
    containers: containers.filter(({ Labels }) => isOurs(Labels)).map(({ Names, Id }) => Names[0]?.slice(1) ?? Id),
    networks: networks.filter(({ Labels }) => isOurs(Labels)).map(({ Name }) => Name),
    volumes: volumes.Volumes.filter(({ Labels }) => isOurs(Labels)).map(({ Name }) => Name),
    images: images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.startsWith(repositories)),
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
  for (const name of names) await ignoreMissing(remove(name));
}

async function ignoreMissing(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 404)) throw error;
  }
}
