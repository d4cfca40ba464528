import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error.ts';

export interface NewFile {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** Writes them all, or none where one is there already: throws a `SetupError` then. */
export async function writeNewFiles(root: string, files: readonly NewFile[]): Promise<void> {
  const there = files.filter(({ path }) => existsSync(join(root, path)));
  if (there.length > 0) {
    const names = there.map(({ path }) => path).join(', ');
    throw new SetupError(`Nothing was written: ${names} is there already. Choose another name, or remove it first.`);
  }
  for (const { path, text } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    // Written by nobody else in between.
    await writeFile(join(root, path), text, { flag: 'wx' });
  }
}
