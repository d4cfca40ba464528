import { createHash, type Hash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file below a folder: its path with forward slashes, and whether its owner may execute it. */
export interface FolderFile {
  readonly path: string;
  readonly executable: boolean;
}

/** All files below `folder`, in an order that is the same on every machine. Throws when the folder is not there. */
export async function listFiles(folder: string): Promise<readonly FolderFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
  return Promise.all(
    paths.sort().map(async (path) => ({ path, executable: ((await stat(join(folder, path))).mode & 0o100) !== 0 })),
  );
}

function addPart(hash: Hash, part: string | Buffer): void {
  // The length stands before each part, so that two different lists never run together into the same bytes.
  hash.update(`${Buffer.byteLength(part)}:`).update(part);
}

/** SHA-256 in hex over the folder's paths, contents and executable bits, and over `extra`. Times and owners do not count. */
export async function hashFolder(folder: string, extra: readonly string[] = []): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, executable } of await listFiles(folder)) {
    addPart(hash, `${executable ? 'x' : '-'} ${path}`);
    addPart(hash, await readFile(join(folder, path)));
  }
  for (const part of extra) addPart(hash, part);
  return hash.digest('hex');
}

export function hashStrings(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) addPart(hash, part);
  return hash.digest('hex');
}
