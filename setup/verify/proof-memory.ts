import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFolder, hashStrings, listFiles } from '../folder-hash.ts';
import { createStamp } from '../stamp.ts';
import type { Proof } from './proof.ts';
import type { ProofMemory } from './run-proofs.ts';

/** The platform's own code that a proof runs through, beside the images' and the exercises'. */
export const CODE_FOLDERS = [
  ...['checks', 'domain', 'registry', 'sandbox', 'terminal'].map((name) => `server/${name}`),
  'src/shared',
  'setup/verify',
];
export const CODE_FILES = [
  'package-lock.json',
  'server/config.ts',
  'server/errors.ts',
  'server/storage/errors.ts',
  'src/lib/code-fence.ts',
];

/**
 * Remembers, in the project's cache, which proofs passed and with what: their own files, the code, the exercises' common files, and `machine`, a line for
 * whatever else decides how a sandbox behaves.
 */
export async function createProofMemory(root: string, machine: readonly string[]): Promise<ProofMemory> {
  const folders = await Promise.all(CODE_FOLDERS.map((folder) => codeIn(root, folder)));
  const files = [...CODE_FILES, ...folders.flat(), ...(await commonFiles(root))];
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  const code = hashStrings([...files, ...texts, ...machine]);
  const stampOf = ({ id }: Proof) => createStamp(root, join('verified', id));
  /** As it was when it was asked for: a file that changes while its proof runs is another one. */
  const asked = new Map<string, string>();
  return {
    async knows(proof) {
      if (proof.sources === undefined) return false;
      const key = hashStrings([
        code,
        ...(await Promise.all(proof.sources.map((source) => hashOf(join(root, source))))),
      ]);
      asked.set(proof.id, key);
      return stampOf(proof).matches(key);
    },
    async keep(proof) {
      const key = asked.get(proof.id);
      if (key !== undefined) await stampOf(proof).write(key);
    },
  };
}

async function codeIn(root: string, folder: string): Promise<readonly string[]> {
  const files = await listFiles(join(root, folder));
  return files.map(({ path }) => join(folder, path)).filter((path) => !path.endsWith('.test.ts'));
}

/** What several exercises have in common lies beside their folders. */
async function commonFiles(root: string): Promise<readonly string[]> {
  if (!existsSync(join(root, 'exercises'))) return [];
  const entries = await readdir(join(root, 'exercises'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map(({ name }) => join('exercises', name))
    .sort();
}

async function hashOf(path: string): Promise<string> {
  return (await stat(path)).isDirectory() ? hashFolder(path) : hashStrings([await readFile(path, 'utf8')]);
}
