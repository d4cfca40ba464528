import type Docker from 'dockerode';
import { type ImageBuild, provideImages } from './course-builds.ts';
import type { CourseTarget } from './course-images.ts';
import type { CourseStorage } from './course-storage.ts';
import type { Machine } from './debian-packages.ts';
import { fillRegistry, notServed } from './fill-registry.ts';
import type { ImageTags } from './image-tags.ts';
import { setupError } from './setup-error.ts';

export interface StandInRequest extends CourseStorage {
  readonly targets: readonly CourseTarget[];
  /** Everything that can be built. */
  readonly builds: readonly ImageBuild[];
  readonly tags: ImageTags;
  readonly replaceCopies?: boolean;
}

/** Makes the course registry serve each of these images: what it lacks is built, and what it has of another recipe replaced. Returns what was put there. */
export async function provideStandIns(
  options: Machine & { readonly root: string },
  docker: Docker,
  request: StandInRequest,
): Promise<readonly string[]> {
  const { targets, builds, tags, ...storage } = request;
  const { signal } = options;
  const missing = await notServed(docker, { ...storage, images: targets, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw setupError('reading the course registry', error);
  });
  if (missing.length === 0) return [];
  const wanted = missing.flatMap((target) => target.builds);
  await provideImages(options, docker, { wanted, all: builds, tags });
  return options.progress.step('Filling the course registry', (update) =>
    fillRegistry(docker, { ...storage, images: missing, signal, update }),
  );
}
