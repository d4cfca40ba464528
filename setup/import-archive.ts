import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { blobFile, INDEX_FILE, LAYOUT_FILE, REF_NAME } from './export-course.ts';
import { blobsOf, type Descriptor, digestSchema, type ImageManifest, parseManifest } from './image-index.ts';
import type { Update } from './progress.ts';
import { SetupError } from './setup-error.ts';

/** What a file with a course holds. Every digest in it was computed, and nothing that an image needs is missing. */
export interface CourseArchive {
  readonly file: string;
  readonly images: readonly ArchivedImage[];
}

export interface ArchivedImage {
  /** As the file has it: `docker.io/library/nginx:1.26`. */
  readonly name: string;
  readonly digest: string;
  /** The images in it that the file has: those of an index, or itself. */
  readonly parts: readonly { readonly manifest: Descriptor; readonly image: ImageManifest }[];
}

/** Manifests and configurations are smaller; larger blobs are layers, and read past. */
const KEPT_BLOB_BYTES = 1024 ** 2;
/** Some thousand manifests, and no file of somebody's making that would fill the memory. */
const MAX_KEPT_BYTES = 256 * 1024 ** 2;

const indexSchema = z.object({
  manifests: z.array(
    z.object({
      mediaType: z.string(),
      digest: digestSchema,
      size: z.number(),
      annotations: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** Reads the whole file and computes each digest in it. Throws a `SetupError` that says what is wrong with the file. */
export async function readArchive(
  file: string,
  { signal, update }: { readonly signal: AbortSignal; readonly update: Update },
): Promise<CourseArchive> {
  const { size } = await stat(file).catch(() => {
    throw new SetupError(`There is no file ${file}. Name one that \`npm run images -- --export FILE\` has written.`);
  });
  const found = new Set<string>();
  const kept = new Map<string, Buffer>();
  let keptBytes = 0;
  let readBytes = 0;
  await eachEntry(file, signal, async (name, bytes) => {
    const hash = createHash('sha256');
    const chunks: Buffer[] = [];
    let entryBytes = 0;
    for await (const chunk of bytes) {
      hash.update(chunk);
      entryBytes += chunk.length;
      if (entryBytes <= KEPT_BLOB_BYTES) chunks.push(chunk);
    }
    readBytes += entryBytes;
    update(`${Math.round((100 * readBytes) / size)} %`);
    const digest = `sha256:${hash.digest('hex')}`;
    if (name.startsWith('blobs/') && name !== blobFile(digest)) throw damaged(file, `${name} has the digest ${digest}`);
    found.add(name);
    if (entryBytes > KEPT_BLOB_BYTES) return;
    keptBytes += entryBytes;
    if (keptBytes > MAX_KEPT_BYTES) throw foreign(file, 'it has too many small files');
    kept.set(name, Buffer.concat(chunks));
  });
  const index = kept.get(INDEX_FILE);
  if (!kept.has(LAYOUT_FILE) || !index)
    throw foreign(file, `it has no ${kept.has(LAYOUT_FILE) ? INDEX_FILE : LAYOUT_FILE}`);
  return { file, images: imagesOf(file, index, kept, found) };
}

function imagesOf(
  file: string,
  index: Buffer,
  kept: ReadonlyMap<string, Buffer>,
  found: ReadonlySet<string>,
): readonly ArchivedImage[] {
  const parsed = indexSchema.safeParse(parsedJson(index));
  if (!parsed.success) throw foreign(file, `its ${INDEX_FILE} is none of an image layout`);
  const manifestOf = (digest: string) => {
    const bytes = kept.get(blobFile(digest));
    if (!bytes) throw damaged(file, `it lacks the manifest ${digest}`);
    try {
      return parseManifest(bytes);
    } catch {
      throw damaged(file, `${digest} is no manifest`);
    }
  };
  const partOf = (manifest: Descriptor) => {
    const parsedPart = manifestOf(manifest.digest);
    if (parsedPart.kind === 'index') throw foreign(file, `${manifest.digest} is an index in an index`);
    const missing = blobsOf(parsedPart.image).find(({ digest }) => !found.has(blobFile(digest)));
    if (missing) throw damaged(file, `it lacks ${missing.digest}`);
    return { manifest, image: parsedPart.image };
  };
  return parsed.data.manifests.flatMap(({ annotations, ...descriptor }) => {
    const name = annotations?.[REF_NAME];
    if (name === undefined) return [];
    const manifest = manifestOf(descriptor.digest);
    // A file holds the course's platforms of an index.
    const parts =
      manifest.kind === 'index' ? manifest.children.filter(({ digest }) => found.has(blobFile(digest))) : [descriptor];
    if (parts.length === 0) throw damaged(file, `it lacks every image of ${name}`);
    return [{ name, digest: descriptor.digest, parts: parts.map(partOf) }];
  });
}

function parsedJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** Hands on each file in a tar, in its order. What is handed on must be read. Throws a `SetupError` when the tar is none, or breaks off. */
export async function eachEntry(
  file: string,
  signal: AbortSignal,
  take: (name: string, bytes: AsyncIterable<Buffer>, size: number) => Promise<void>,
): Promise<void> {
  const source = createReadStream(file, { signal });
  const entries = extract();
  source.on('error', (error) => entries.destroy(error)).pipe(entries);
  try {
    for await (const entry of entries) {
      await take(entry.header.name, entry as AsyncIterable<Buffer>, entry.header.size ?? 0);
      entry.resume();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && /Invalid tar header/.test(error.message)) throw foreign(file, 'it is no tar');
    if (error instanceof Error && /Unexpected end of data/.test(error.message))
      throw damaged(file, 'it ends too early');
    throw error;
  } finally {
    source.destroy();
  }
}

function damaged(file: string, how: string): SetupError {
  return new SetupError(
    `${file} is damaged: ${how}. The course registry is as it was. Copy the file again from where it was written, or write it again (\`npm run images -- --export FILE\`).`,
  );
}

/** What the file is instead of a course's. */
export function foreign(file: string, how: string): SetupError {
  return new SetupError(
    `${file} holds no course: ${how}. The course registry is as it was. Name a file that \`npm run images -- --export FILE\` has written.`,
  );
}
