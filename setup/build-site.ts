import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sitePath } from '../server/lessons/built-course.ts';
import { buildSearch } from './build-search.ts';
import { requireSoundContent } from './content/require-sound-content.ts';
import { requireCourse } from './courses.ts';
import { hashFolder, hashStrings } from './folder-hash.ts';
import { precompress } from './precompress.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';
import { createStamp } from './stamp.ts';

const FILES = [
  'astro.config.mjs',
  'setup/build-search.ts',
  'setup/courses.ts',
  'package-lock.json',
  'tsconfig.base.json',
  'src/tsconfig.json',
];

/**
 * Builds the static pages of a course into a folder of their own below dist/, unless they are there and nothing that they are made from has changed
 * since. Throws a `SetupError`: with all mistakes of the course's authors, where there are any.
 */
export async function buildSite(root: string, course: string, progress: Progress, signal: AbortSignal): Promise<void> {
  const stamp = createStamp(root, `site-${course}`);
  const folder = sitePath(root, requireCourse(root, course));
  const hash = await hashSources(root, course);
  if (existsSync(join(folder, 'index.html')) && (await stamp.matches(hash))) return;
  await requireSoundContent({ root, course, note: progress.note, signal });
  await progress.step('Building the pages', (update) =>
    // This very Node runs it: a `node` on the PATH may be another one.
    runCommand(
      'env',
      ['ASTRO_TELEMETRY_DISABLED=1', `DRYDOCK_COURSE=${course}`, process.execPath, 'node_modules/.bin/astro', 'build'],
      { doing: 'building the pages', cwd: root, signal, onLine: update },
    ),
  );
  await buildSearch(folder);
  await precompress(folder);
  await stamp.write(hash);
}

async function hashSources(root: string, course: string): Promise<string> {
  const folders = [`content/${course}`, 'exercises', 'public', 'src'].filter((folder) =>
    existsSync(join(root, folder)),
  );
  const files = FILES.filter((file) => existsSync(join(root, file)));
  return hashStrings([
    ...(await Promise.all(folders.map((folder) => hashFolder(join(root, folder), [folder])))),
    ...(await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')))),
  ]);
}
