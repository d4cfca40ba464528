import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** What a terminal needs before it shows anything. */
const TERMINAL_MODULES = [
  'src/lib/page-connection.ts',
  'src/islands/terminal-panel.tsx',
  'src/islands/terminal-deck.tsx',
  'src/islands/deck.ts',
];

/** The place in a lesson's page for their addresses, which are known when all is built. layouts/desk-script.js reads it. */
const PLACE = '<script type="application/json" id="terminal-modules">[]</script>';

interface Chunk {
  readonly fileName: string;
  readonly moduleIds: readonly string[];
  readonly imports: readonly string[];
}

/** Writes the addresses of the terminal's scripts into the pages, so that who had it open gets them while the page is still being read. */
export function terminalPreload(): AstroIntegration {
  let files: readonly string[] = [];
  return {
    name: 'terminal-preload',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({
          vite: {
            plugins: [
              {
                name: 'terminal-preload',
                applyToEnvironment: ({ name }) => name === 'client',
                generateBundle(_options, bundle) {
                  files = neededFiles(Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [one] : [])));
                },
              },
            ],
          },
        });
      },
      'astro:build:done': async ({ dir }) => {
        if (files.length === 0) throw new Error(`No built script holds ${TERMINAL_MODULES.join(', ')}.`);
        const addresses = JSON.stringify(files.map((file) => `/${file}`));
        const folder = fileURLToPath(dir);
        for (const name of await readdir(folder, { recursive: true })) {
          if (!name.endsWith('.html')) continue;
          const html = await readFile(join(folder, name), 'utf8');
          if (html.includes(PLACE))
            await writeFile(join(folder, name), html.replace(PLACE, PLACE.replace('[]', addresses)));
        }
      },
    },
  };
}

/** The files of the modules, and of all that those import. */
function neededFiles(chunks: readonly Chunk[]): readonly string[] {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set(
    chunks
      .filter(({ moduleIds }) => moduleIds.some((id) => TERMINAL_MODULES.some((module) => id.endsWith(`/${module}`))))
      .map(({ fileName }) => fileName),
  );
  // A set gives what is added meanwhile, too.
  for (const file of needed) for (const imported of byFile.get(file)?.imports ?? []) needed.add(imported);
  return [...needed];
}
