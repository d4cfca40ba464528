import type { Readable } from 'node:stream';
import { addAbortSignal } from 'node:stream';
import type Docker from 'dockerode';
import { IMAGES } from '../images/catalog.ts';
import { contentReferences, courseContent } from './course-content.ts';
import { followEngine } from './engine-events.ts';
import type { ImageTags } from './image-tags.ts';
import { presentImages } from './present-images.ts';
import type { Update } from './progress.ts';
import { imageStoreName, provideImageStore } from './provide-image-store.ts';
import { setupError } from './setup-error.ts';

/** What dockerode has and its types lack: an archive of several images, with each layer in it once. */
interface EngineOfManyImages extends Docker {
  getImages(options: { readonly names: readonly string[]; readonly abortSignal: AbortSignal }): Promise<Readable>;
}

export interface StockRequest {
  readonly from: Docker;
  readonly to: Docker;
  readonly tags: ImageTags;
  readonly signal: AbortSignal;
  readonly update: Update;
}

/** Copies all images of this project from one engine to another. */
export async function copyImages({ from, to, tags, signal, update }: StockRequest): Promise<void> {
  try {
    // The course's images are in its registry; of some there is no other copy.
    const present = await presentImages(from);
    const names = IMAGES.map(({ name }) => tags.get(name) ?? '').filter((tag) => present.has(tag));
    const archive = await (from as EngineOfManyImages).getImages({ names, abortSignal: signal });
    let bytes = 0;
    archive.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      update(`${Math.round(bytes / 1e6)} MB`);
    });
    const answer = await to.loadImage(addAbortSignal(signal, archive));
    await followEngine(answer, signal, () => {});
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('copying the images to the virtual machine', error);
  }
}

/** Copies the course registry's storage and makes the image store from it, as set-up does on the machine's own engine. */
export async function copyRegistry({ from, to, tags, signal }: StockRequest, registryVolume: string): Promise<void> {
  const gatewayImage = tags.get('gateway') ?? '';
  const sandboxImage = tags.get('sandbox') ?? '';
  try {
    await using source = await holdVolume(from, gatewayImage, registryVolume);
    await using target = await holdVolume(to, gatewayImage, registryVolume);
    const archive = await source.container.getArchive({ path: `${REGISTRY}/.`, abortSignal: signal });
    await target.container.putArchive(archive, { path: REGISTRY, abortSignal: signal });
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('copying the course registry to the virtual machine', error);
  }
  const content = await courseContent(to, { volume: registryVolume, gatewayImage });
  await provideImageStore(to, {
    name: imageStoreName(sandboxImage, content),
    sandboxImage,
    gatewayImage,
    registryVolume,
    images: contentReferences(content),
    signal,
  });
}

const REGISTRY = '/var/lib/registry';

/** A container that never runs, for the archive of what is mounted in it. */
async function holdVolume(docker: Docker, image: string, volume: string) {
  const container = await docker.createContainer({
    Image: image,
    HostConfig: { Binds: [`${volume}:${REGISTRY}`], NetworkMode: 'none' },
  });
  return { container, [Symbol.asyncDispose]: async () => void (await container.remove({ v: false })) };
}
