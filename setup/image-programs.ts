import { join } from 'node:path';
import { build } from 'esbuild';
import type { ImageRecipe } from '../images/catalog.ts';

/** Debian 13's own Node runs it. */
const TARGET = 'node20';

const bundled = new Map<string, Promise<string>>();

/** What an image's build context holds besides its folder: the programs of this project that run in it, each as one file. `root` is the project's folder. */
export async function imagePrograms(
  root: string,
  { programs = {} }: Pick<ImageRecipe, 'programs'>,
): Promise<Readonly<Record<string, string>>> {
  const files = Object.entries(programs).map(async ([file, entry]) => [file, await bundle(join(root, entry))] as const);
  return Object.fromEntries(await Promise.all(files));
}

/** The same text for the same sources on every machine. Sources don't change while a set-up runs. */
function bundle(entry: string): Promise<string> {
  const known = bundled.get(entry);
  if (known) return known;
  const made = build({
    entryPoints: [entry],
    absWorkingDir: join(entry, '../..'),
    bundle: true,
    write: false,
    platform: 'node',
    target: TARGET,
    format: 'esm',
    legalComments: 'none',
    logLevel: 'silent',
  }).then(({ outputFiles: [output] }) => output?.text ?? '');
  bundled.set(entry, made);
  return made;
}
