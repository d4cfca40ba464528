import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFolder, hashStrings } from './folder-hash.ts';
import { precompress } from './precompress.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';
import { createStamp } from './stamp.ts';

const FOLDERS = ['content', 'exercises', 'public', 'src'];
const FILES = ['astro.config.mjs', 'package-lock.json', 'tsconfig.base.json', 'src/tsconfig.json'];

/** Builds the static pages into dist/, unless they are there and nothing that they are made from has changed since. */
export async function buildSite(root: string, progress: Progress, signal: AbortSignal): Promise<void> {
  const stamp = createStamp(root, 'site');
  const hash = await hashSources(root);
  if (existsSync(join(root, 'dist/index.html')) && (await stamp.matches(hash))) return;
  await progress.step('Building the pages', (update) =>
    // This very Node runs it: a `node` on the PATH may be another one.
    runCommand('env', ['ASTRO_TELEMETRY_DISABLED=1', process.execPath, 'node_modules/.bin/astro', 'build'], {
      doing: 'building the pages',
      cwd: root,
      signal,
      onLine: update,
    }),
  );
  await precompress(join(root, 'dist'));
  await stamp.write(hash);
}

async function hashSources(root: string): Promise<string> {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const files = FILES.filter((file) => existsSync(join(root, file)));
  return hashStrings([
    ...(await Promise.all(folders.map((folder) => hashFolder(join(root, folder), [folder])))),
    ...(await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')))),
  ]);
}
