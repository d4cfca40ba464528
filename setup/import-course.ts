import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { placeSteps } from './course-content.ts';
import type { CourseTarget } from './course-images.ts';
import { type CourseStorage, openDraft } from './course-storage.ts';
import { followEngine } from './engine-events.ts';
import { blobFile } from './export-course.ts';
import { blobsOf } from './image-index.ts';
import { type ArchivedImage, type CourseArchive, eachEntry, foreign } from './import-archive.ts';
import type { Update } from './progress.ts';
import { setupError } from './setup-error.ts';

export interface ImportRequest extends CourseStorage {
  readonly archive: CourseArchive;
  readonly targets: readonly CourseTarget[];
  readonly signal: AbortSignal;
  readonly update: Update;
}

/** What the file has of the course, each image once. */
function plan({ archive, targets }: Pick<ImportRequest, 'archive' | 'targets'>) {
  const plans = targets.flatMap((target) => {
    const names = new Set(target.tags.map((tag) => archivedName(target, tag)));
    const image = archive.images.find(({ name }) => names.has(name));
    return image ? [{ target, image }] : [];
  });
  if (plans.length === 0) throw foreign(archive.file, 'none of its images is one of this course');
  return plans;
}

/** As a file names an image of the course: with the public registry's name. */
export function archivedName({ image: { host, repository } }: Pick<CourseTarget, 'image'>, tag: string): string {
  return `${host}/${repository}:${tag}`;
}

/**
 * Makes the course registry serve what the file has of the course, in place of what was there under the same names. When it fails, the registry is as it
 * was. Returns the references that it serves now.
 */
export async function importImages(docker: Docker, request: ImportRequest): Promise<readonly string[]> {
  const { archive, signal, update } = request;
  const plans = plan(request);
  // A blob is uploaded to one repository, and placed in all.
  const homes = new Map(
    plans.flatMap(({ target: { repository }, image }) =>
      digestsOf(image).map((digest) => [blobFile(digest), { repository, digest }]),
    ),
  );
  let log: readonly string[] = [];
  try {
    await using draft = await openDraft(docker, request, signal);
    try {
      await draft.place(['clear']);
      let done = 0;
      await eachEntry(archive.file, signal, async (name, bytes) => {
        const home = homes.get(name);
        if (!home) return;
        update(`${++done} of ${homes.size} blobs`);
        await draft.client.putBlob(home.repository, home.digest, bytes);
      });
      for (const { target, image } of plans) await draft.place(placeSteps(image, target));
    } catch (error) {
      if (!signal.aborted) log = await draft.log();
      throw error;
    } finally {
      if (!signal.aborted) await draft.place(['clear']);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('filling the course registry', error, log);
  }
  return plans.map(({ target }) => target.reference);
}

function digestsOf({ digest, parts }: ArchivedImage): readonly string[] {
  return [
    digest,
    ...parts.flatMap(({ manifest, image }) => [manifest.digest, ...blobsOf(image).map((blob) => blob.digest)]),
  ];
}

/** Loads images that the file has beside the course's into the engine, under the file's names for them. */
export async function loadImages(
  docker: Docker,
  {
    archive,
    names,
    signal,
    update,
  }: Pick<ImportRequest, 'archive' | 'signal' | 'update'> & { names: readonly string[] },
): Promise<void> {
  const images = archive.images.filter(({ name }) => names.includes(name));
  const [wanted, manifest] = [new Set<string>(), [] as unknown[]];
  for (const {
    name,
    parts: [part],
  } of images) {
    if (!part) continue;
    const layers = part.image.layers.map(({ digest }) => blobFile(digest));
    manifest.push({ Config: blobFile(part.image.config.digest), RepoTags: [name], Layers: layers });
    for (const path of [blobFile(part.image.config.digest), ...layers]) wanted.add(path);
  }
  const tar = pack();
  const packed = async () => {
    tar.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
    await eachEntry(archive.file, signal, async (name, bytes, size) => {
      if (!wanted.has(name)) return;
      update(name);
      await pipeline(Readable.from(bytes), tar.entry({ name, size }));
    });
    tar.finalize();
  };
  try {
    const [answer] = await Promise.all([
      docker.loadImage(Readable.from(tar, { objectMode: false })),
      packed().catch((error: Error) => tar.destroy(error)),
    ]);
    await followEngine(answer, signal, () => {});
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('loading images into the engine', error);
  }
}
