import type Docker from 'dockerode';
import { COURIER, sendCourier } from './copy-courier.ts';
import { CopyError } from './copy-failure.ts';
import { copyImage } from './copy-image.ts';
import { registryOf } from './copy-upstream.ts';
import { tagOf } from './course-builds.ts';
import type { CourseTarget } from './course-images.ts';
import { type CourseStorage, openDraft } from './course-storage.ts';
import type { Machine } from './debian-packages.ts';
import type { ImageTags } from './image-tags.ts';
import { provideExtraImage } from './provide-extra-image.ts';
import { setupError } from './setup-error.ts';

export interface CopyRequest extends CourseStorage {
  readonly targets: readonly CourseTarget[];
  /** Where Docker Hub's images are copied from. */
  readonly upstream: URL;
  readonly tags: ImageTags;
  /** Names the proxy, if there is one. */
  readonly environment: NodeJS.ProcessEnv;
}

export interface NotCopied {
  readonly reference: string;
  /** Why, and what to do. */
  readonly reason: string;
}

/** Copies these public images into the course registry, each whole or not at all. Resolves with those that can't be had; the others are served. */
export async function copyImages(
  options: Machine & { readonly root: string },
  docker: Docker,
  request: CopyRequest,
): Promise<readonly NotCopied[]> {
  const { targets, upstream, tags, environment, ...storage } = request;
  const { progress, signal } = options;
  const image = await provideExtraImage(options, docker, tagOf(tags, 'base'), COURIER);
  const failed: NotCopied[] = [];
  let log: readonly string[] = [];
  try {
    await using draft = await openDraft(docker, storage, signal);
    await using courier = await sendCourier(docker, { name: `${storage.volume}-courier`, image, environment }, signal);
    for (const target of targets) {
      const { reference } = target;
      try {
        const from = { target, registry: registryOf(target.image, upstream) };
        await progress.step(`Copying ${reference}`, (update) => copyImage(courier, draft, from, update));
      } catch (error) {
        signal.throwIfAborted();
        log = await draft.log();
        // The next image would meet a full disk too, and what has come of this one takes what is left.
        const isFull = log.some((line) => line.includes('no space left on device'));
        if (isFull) await draft.place(['clear']);
        if (isFull || !(error instanceof CopyError)) throw error;
        failed.push({ reference, reason: error.message });
      }
    }
    // What has come of an image that broke off half-way is not fetched again.
    if (failed.length === 0) await draft.place(['clear']);
    return failed;
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('copying the course’s images', error, log);
  }
}
