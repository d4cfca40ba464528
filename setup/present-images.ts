import type Docker from 'dockerode';

/** All tags on an engine, each with its image's id. */
export type PresentImages = ReadonlyMap<string, string>;

export async function presentImages(docker: Docker): Promise<PresentImages> {
  const images = await docker.listImages();
  return new Map(images.flatMap(({ Id, RepoTags }) => (RepoTags ?? []).map((tag) => [tag, Id] as const)));
}
