import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where Distribution 2 keeps things below its root: the same since 2015, and what its own garbage collection walks. */
const TREE = 'docker/registry/v2';

/** What a file takes at least, on the file systems in use. */
const BLOCK_BYTES = 4096;

/** An upload that has been quiet for so long is taken for broken off: a client that goes on is told to begin again. */
const QUIET_UPLOAD_MS = 15 * 60_000;

/** A learner's folders are theirs to name and to nest; Distribution bounds a name at 255 characters, so at 127 of them. */
const MAX_DEPTH = 128;

const entriesOf = async (folder: string) => {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** All repositories below a name's first part, or all there are. */
export async function listRepositories(root: string, below = ''): Promise<string[]> {
  const found: string[] = [];
  const walk = async (name: string, depth: number): Promise<void> => {
    const entries = await entriesOf(join(root, TREE, 'repositories', name));
    if (entries.some((entry) => entry.name === '_manifests' || entry.name === '_layers' || entry.name === '_uploads')) {
      found.push(name);
    }
    if (depth === MAX_DEPTH) return;
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith('_')) await walk(join(name, entry.name), depth + 1);
    }
  };
  await walk(below, 0);
  return found;
}

export async function listTags(root: string, repository: string): Promise<string[]> {
  const entries = await entriesOf(join(root, TREE, 'repositories', repository, '_manifests', 'tags'));
  return entries.map(({ name }) => name);
}

/** A blob, or a repository's link to one. */
export interface Stored {
  readonly digest: string;
  readonly modifiedMs: number;
  readonly folder: string;
}

/** The manifests that a repository has, tagged or not. */
export const listManifests = (root: string, repository: string) =>
  listStored(join(root, TREE, 'repositories', repository, '_manifests', 'revisions', 'sha256'), 'link');

/** The layers and configurations that a repository has. */
export const listLayers = (root: string, repository: string) =>
  listStored(join(root, TREE, 'repositories', repository, '_layers', 'sha256'), 'link');

export async function listBlobs(root: string): Promise<Stored[]> {
  const blobs: Stored[] = [];
  const folder = join(root, TREE, 'blobs', 'sha256');
  for (const { name } of await entriesOf(folder)) blobs.push(...(await listStored(join(folder, name), 'data')));
  return blobs;
}

async function listStored(folder: string, file: string): Promise<Stored[]> {
  const stored: Stored[] = [];
  for (const { name } of await entriesOf(folder)) {
    const found = await stat(join(folder, name, file)).catch(() => undefined);
    if (found) stored.push({ digest: `sha256:${name}`, modifiedMs: found.mtimeMs, folder: join(folder, name) });
  }
  return stored;
}

/** As Distribution's own `DELETE`: the link, or the blob itself, is gone at once. */
export async function forget({ folder }: Stored): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Removes what is left of a repository without images, unless something has been sent to it since. Those below it stay. */
export async function forgetRepository(root: string, repository: string, sinceMs: number): Promise<void> {
  const folder = join(root, TREE, 'repositories', repository);
  const uploads = await stat(join(folder, '_uploads')).catch(() => undefined);
  if (uploads && uploads.mtimeMs > sinceMs) return;
  for (const part of ['_manifests', '_layers', '_uploads']) {
    await rm(join(folder, part), { recursive: true, force: true });
  }
  await rmdir(folder).catch(() => {});
}

export async function forgetUpload(root: string, repository: string, upload: string): Promise<void> {
  // What is being written may come back once.
  const folder = join(root, TREE, 'repositories', repository, '_uploads', upload);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

export async function forgetUploads(root: string, repository: string): Promise<void> {
  await rm(join(root, TREE, 'repositories', repository, '_uploads'), { recursive: true, force: true });
}

/** Removes everything that an account has named. Its blobs go with the next collection. */
export async function emptyAccount(root: string, account: string): Promise<void> {
  await rm(join(root, TREE, 'repositories', account), { recursive: true, force: true });
}

/** The digest that a tag leads to. */
export async function readTag(root: string, repository: string, tag: string): Promise<string | undefined> {
  const link = join(root, TREE, 'repositories', repository, '_manifests', 'tags', tag, 'current', 'link');
  return (await readFileIfThere(link))?.toString().trim();
}

export async function readBlob(root: string, digest: string): Promise<Buffer | undefined> {
  return readFileIfThere(blobFile(root, digest));
}

/** In bytes; `undefined` where it is not there. */
export function blobSize(root: string, digest: string): Promise<number | undefined> {
  return sizeOf(blobFile(root, digest));
}

async function readFileIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function blobFile(root: string, digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return join(root, TREE, 'blobs', algorithm, hex.slice(0, 2), hex, 'data');
}

/**
 * Bytes that all repositories below `account` take: each blob once, whatever leads to it, and a block for each name. Uploads that were broken off are
 * removed on the way.
 */
export async function measureAccount(root: string, account: string, now: number): Promise<number> {
  const blobs = new Set<string>();
  let bytes = 0;
  for (const repository of await listRepositories(root, account)) {
    const folder = join(root, TREE, 'repositories', repository);
    const links = [...(await listLayers(root, repository)), ...(await listManifests(root, repository))];
    for (const { digest } of links) blobs.add(digest);
    bytes += BLOCK_BYTES * (1 + links.length + (await listTags(root, repository)).length);
    bytes += await measureUploads(join(folder, '_uploads'), now);
  }
  for (const digest of blobs) bytes += Math.max((await blobSize(root, digest)) ?? 0, BLOCK_BYTES);
  return bytes;
}

async function measureUploads(folder: string, now: number): Promise<number> {
  let bytes = 0;
  for (const { name } of await entriesOf(folder)) {
    const data = join(folder, name, 'data');
    const found = await stat(data).catch(() => stat(join(folder, name)).catch(() => undefined));
    if (!found) continue;
    if (now - found.mtimeMs > QUIET_UPLOAD_MS) await rm(dirname(data), { recursive: true, force: true });
    else bytes += Math.max(found.size, BLOCK_BYTES);
  }
  return bytes;
}
