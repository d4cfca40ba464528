import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { type ServedImage } from './course-content.ts';
import { blobsOf, mediaTypes } from './image-index.ts';
import type { Update } from './progress.ts';
import type { RegistryClient } from './registry-content.ts';

/** One image, under all names that it goes by. */
export interface Exported {
  /** With the registry's name: `docker.io/library/nginx:1.26`. */
  readonly names: readonly string[];
  readonly image: ServedImage;
  /** Where `client` has it. */
  readonly repository: string;
  readonly client: RegistryClient;
}

/** The OCI's image layout: these two files, and `blobs/sha256/<hex>`. */
export const LAYOUT_FILE = 'oci-layout';
export const INDEX_FILE = 'index.json';
export const REF_NAME = 'org.opencontainers.image.ref.name';

// One time for all files: the same images give the same file.
const FILE_TIME = new Date('2026-01-01T00:00:00Z');

/**
 * Writes the images to one file: an OCI image layout in a tar, which skopeo, podman and others read. It appears under its name when it is whole;
 * until then it is `file`.part. Of a public image's index only the course's platforms are in it.
 */
export async function exportImages(
  file: string,
  images: readonly Exported[],
  { signal, update }: { readonly signal: AbortSignal; readonly update: Update },
): Promise<void> {
  const part = `${file}.part`;
  try {
    const tar = pack();
    const written = pipeline(tar, createWriteStream(part), { signal });
    await Promise.all([writeLayout(tar, images, update).catch((error: Error) => tar.destroy(error)), written]);
    const handle = await open(part, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeLayout(tar: Pack, images: readonly Exported[], update: Update): Promise<void> {
  const manifests = images.flatMap(({ names, image }) =>
    names.map((name) => ({
      mediaType: image.mediaType,
      digest: image.digest,
      size: image.bytes.length,
      annotations: { [REF_NAME]: name },
    })),
  );
  await writeEntry(tar, LAYOUT_FILE, Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests };
  await writeEntry(tar, INDEX_FILE, Buffer.from(JSON.stringify(index, null, 2)));

  const blobs = blobsIn(images);
  const totalBytes = blobs.reduce((sum, { size }) => sum + size, 0);
  let doneBytes = 0;
  for (const { digest, size, content } of blobs) {
    update(`${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB`);
    await writeEntry(tar, blobFile(digest), await content(), size);
    doneBytes += size;
  }
  tar.finalize();
}

export function blobFile(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);

interface Blob {
  readonly digest: string;
  readonly size: number;
  readonly content: () => Promise<Buffer | Readable>;
}

/** Manifests first, so that a reader learns early what the file holds. */
function blobsIn(images: readonly Exported[]): readonly Blob[] {
  const indexes = images.map(({ image: { digest, bytes } }) => blobOf(digest, bytes.length, async () => bytes));
  const manifests = images.flatMap(({ image, repository, client }) =>
    image.parts.map(({ manifest: { digest, size } }) =>
      blobOf(digest, size, async () => {
        const stored = await client.manifest(repository, digest);
        if (!stored) throw new Error(`The registry has lost ${repository}@${digest}.`);
        return stored.bytes;
      }),
    ),
  );
  const rest = images.flatMap(({ image, repository, client }) =>
    image.parts.flatMap((part) =>
      blobsOf(part.image).map(({ digest, size }) => blobOf(digest, size, () => client.blob(repository, digest))),
    ),
  );
  return [...new Map([...indexes, ...manifests, ...rest].map((blob) => [blob.digest, blob])).values()];
}

const blobOf = (digest: string, size: number, content: Blob['content']): Blob => ({ digest, size, content });

async function writeEntry(
  tar: Pack,
  name: string,
  content: Buffer | Readable,
  size = content instanceof Buffer ? content.length : 0,
): Promise<void> {
  const entry = tar.entry({ name, size, mode: 0o644, mtime: FILE_TIME });
  await pipeline(content instanceof Buffer ? Readable.from([content]) : content, entry);
}
