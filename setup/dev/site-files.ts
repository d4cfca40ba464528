import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BUILT_COURSE_FILE } from '../../src/shared/built-course.ts';
import { COMMAND_BLOCKS_FILE } from '../../src/shared/command-blocks.ts';
import { QUIZZES_FILE } from '../../src/shared/quiz.ts';

/** What the server reads of the pages. */
const FILES = [BUILT_COURSE_FILE, COMMAND_BLOCKS_FILE, QUIZZES_FILE];

/** A first answer compiles all lessons. */
const ASK_TIMEOUT_MS = 60_000;

/** Fetches from the pages' development server what the Drydock server reads of them, into `folder`. Resolves with whether anything has changed. */
export async function fetchSiteFiles(pagesUrl: string, folder: string, signal: AbortSignal): Promise<boolean> {
  let hasChanged = false;
  for (const name of FILES) {
    const url = `${pagesUrl}/${name}`;
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]) });
    if (!response.ok) throw new Error(`${url} answered with ${response.status}.`);
    const text = await response.text();
    const file = join(folder, name);
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    hasChanged = true;
  }
  return hasChanged;
}
