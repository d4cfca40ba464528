import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

// Debian keeps the programs of each major version in a folder of their own.
const VERSIONS = '/usr/lib/postgresql';

/** The folder that has all of these programs of PostgreSQL: of its newest version, because it reads and writes what older ones do. */
export async function findPostgres(programs: readonly string[]): Promise<string | undefined> {
  const versions = (await readdir(VERSIONS).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  for (const folder of [
    ...newestFirst.map((version) => join(VERSIONS, version, 'bin')),
    '/usr/local/bin',
    '/usr/bin',
  ]) {
    const found = await Promise.all(programs.map((name) => findProgram([name], [folder])));
    if (found.every((path) => path !== undefined)) return folder;
  }
  return undefined;
}
