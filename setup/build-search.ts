import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { close, createIndex } from 'pagefind';
import { SetupError } from './setup-error.ts';

/** Where the search lies below the built pages. `src/lib/pagefind.ts` loads it from there. */
const FOLDER = 'pagefind';

/** Pagefind's own pages and the reader for languages that we have none of. */
const UNUSED = [
  'pagefind-component-ui.css',
  'pagefind-component-ui.js',
  'pagefind-highlight.js',
  'pagefind-modular-ui.css',
  'pagefind-modular-ui.js',
  'pagefind-ui.css',
  'pagefind-ui.js',
  'wasm.unknown.pagefind',
];

/** What stands on a page only while somebody works on it. */
const NOT_TEXT = ['.visually-hidden', '.task-line', '.task-answer', '.exercise-foot', '.exercise-solution', 'noscript'];

/** Makes the index of the built pages, of the text within their `data-pagefind-body`. Throws a `SetupError` where it can't. */
export async function buildSearch(siteFolder: string): Promise<void> {
  const outputPath = join(siteFolder, FOLDER);
  try {
    await rm(outputPath, { recursive: true, force: true });
    const { index, errors } = await createIndex({ excludeSelectors: NOT_TEXT });
    if (!index) throw new Error(errors.join('\n'));
    const added = await index.addDirectory({ path: siteFolder });
    const written = await index.writeFiles({ outputPath });
    const problems = [...added.errors, ...written.errors];
    if (problems.length > 0) throw new Error(problems.join('\n'));
    if (added.page_count === 0) throw new Error('No page has a `data-pagefind-body`.');
    await Promise.all(UNUSED.map((file) => rm(join(outputPath, file), { force: true })));
  } catch (cause) {
    throw new SetupError(
      `The search over the pages could not be made. ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  } finally {
    await close();
  }
}
