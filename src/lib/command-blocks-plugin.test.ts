import { satteri } from '@astrojs/markdown-satteri';
import { expect, test } from 'vitest';
import { frameCommandBlocks, readCommandBlocks } from './command-blocks-plugin.ts';

/** Compiles as the site does. Returns the code of the page's component, and the frontmatter that the plugins have left. */
async function compile(source: string) {
  const processor = satteri({ mdastPlugins: [readCommandBlocks], hastPlugins: [frameCommandBlocks] });
  const renderer = await processor.createMdxRenderer?.(
    { syntaxHighlight: 'shiki', shikiConfig: { theme: 'css-variables' }, gfm: true, smartypants: true },
    { optimize: false, srcDir: new URL('file:///course/src/'), sourcemap: false },
  );
  if (!renderer) throw new Error('There is no renderer for MDX.');
  const frontmatter: Record<string, unknown> = {};
  const { code } = await renderer.process(source, '/course/content/docker/lessons/01-run.mdx', frontmatter);
  return { code, blocks: frontmatter['commandBlocks'], outputs: frontmatter['outputs'] };
}

const heredoc = 'cat > Dockerfile <<\'END\'\n# "Quotes" -- and ... {braces} <Tags>\nRUN a && \\\n\n\tb\nEND\nls';

test('blocks are counted in the order of the text, inside components and lists too, and kept byte for byte', async () => {
  const { code, blocks } = await compile(
    [
      '```bash',
      'docker ps',
      '```',
      '',
      '```text',
      'CONTAINER ID',
      '```',
      '',
      '<Note>',
      '',
      '```bash',
      heredoc,
      '```',
      '',
      '</Note>',
      '',
      '1. First:',
      '',
      '   ```bash',
      '   docker images',
      '   ```',
    ].join('\n'),
  );
  expect(blocks).toEqual(['docker ps', heredoc, 'docker images']);
  expect([...code.matchAll(/"data-block": "(\d+)"/g)].map(([, index]) => index)).toEqual(['0', '1', '2']);
});

test('a block that can’t be run is framed with its reason, and not counted', async () => {
  const { code, blocks } = await compile(
    '```bash no-run="On your own computer"\nsudo true\n```\n\n```bash\ndocker ps\n```\n',
  );
  expect(blocks).toEqual(['docker ps']);
  expect(code.match(/"commands-tools"/g)).toHaveLength(2);
  expect(code.match(/data-block/g)).toHaveLength(1);
  expect(code).toContain('On your own computer');
});

test('a lesson without commands has none', async () => {
  expect((await compile('Text.')).blocks).toEqual([]);
});

test('all mistakes of a lesson stop the build, each with file and line', async () => {
  const source = '\n\n\n\nText.\n\n```bash\n```\n\n```bash run\nls\n```\n\n```\nls\n```\n';
  const compiling = compile(source).then(
    () => '',
    (error: Error) => error.message,
  );
  const lines = (await compiling).split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^content\/docker\/lessons\/01-run\.mdx:7: .*is empty/),
    expect.stringMatching(/^content\/docker\/lessons\/01-run\.mdx:10: .*"run"/),
    expect.stringMatching(/^content\/docker\/lessons\/01-run\.mdx:14: .*names no language/),
  ]);
});

test('what is shown as printed is kept for pictures, and other blocks are not', async () => {
  const { outputs } = await compile(
    '```bash\ndocker images\n```\n\n```text any-order\n78MB  debian\n```\n\n```dockerfile\nFROM busybox\n```\n\n```text\nhello\n```\n',
  );
  expect(outputs).toEqual(['78MB  debian', 'hello']);
});
