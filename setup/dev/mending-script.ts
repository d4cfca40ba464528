import { join } from 'node:path';
import { build } from 'esbuild';

/** The script that makes a page whole again which lost a part of its modules, to stand in the page itself: a file of its own could be lost, too. */
export async function bundleMendingScript(root: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `import { mendPage } from './mend-page.ts';\nmendPage();`, resolveDir: join(root, 'src/dev') },
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
