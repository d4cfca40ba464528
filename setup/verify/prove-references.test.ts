import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { referencesProof } from './prove-references.ts';

const folder = 'content/boats/lessons';
const lessons = [
  { file: join(folder, '01-oars.mdx'), slug: 'oars' },
  { file: join(folder, '02-sails.mdx'), slug: 'sails' },
];

async function prove(text: string) {
  const root = mkdtempSync(join(tmpdir(), 'drydock-references-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const files = {
    'content/boats/lessons/01-oars.mdx': text,
    'content/boats/lessons/02-sails.mdx': '## How do you reef?\n\n<Exercise id="row" />\n',
    'content/boats/lessons/oar.svg': '<svg/>',
    'content/boats/figures/knot.astro': '<svg/>',
    'public/logo.svg': '<svg/>',
    'src/pages/index.astro': '',
    'src/pages/terminal.astro': '',
    'src/pages/404.astro': '',
  };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  const [lesson] = lessons;
  if (!lesson) throw new Error('There is no lesson.');
  const proof = referencesProof(root, lesson, { lessons, appendices: [] }, new Set(['row']));
  return proof.run(() => Promise.reject(new Error('needs no sandbox')), AbortSignal.timeout(5_000));
}

test('what is there is right', async () => {
  const { faults } = await prove(`import Knot from '../figures/knot.astro';
import { thing } from 'astro:content';

## Why two oars?

[sails](/lessons/sails/), [reef](/lessons/sails/#how-do-you-reef), [exercise](/lessons/sails/#exercise-row), [above](#why-two-oars), [start](/),
[terminal](/terminal/), [logo](/logo.svg), [docs](https://docs.docker.com/build/#x), [page](http://localhost:8000/), [mail](mailto:a@b.example).

![an oar](./oar.svg) ![the logo](/logo.svg)

<Exercise id="row" />
`);
  expect(faults).toEqual([]);
});

test.each([
  ['[x](/lessons/sail/)', 'There is no lesson "sail"'],
  ['[x](/lessons/sails)', 'Write /lessons/sails/'],
  ['[x](/lessons/sails/#reef)', 'no “#reef” in the lesson "sails". There are: #how-do-you-reef'],
  ['[x](#reef)', 'no “#reef” in this lesson'],
  ['[x](../sails/)', 'begins nowhere'],
  ['[x](/404/)', 'There is no page /404/. There are: /, /terminal/'],
  ['[x](http://docs.docker.com/)', 'only https:'],
  ['[x](https://)', 'is no address'],
  ['![x](./sail.svg)', 'no picture content/boats/lessons/sail.svg'],
  ['![x](https://a.example/b.png)', 'not there without the Internet'],
  ["import Sail from '../figures/sail.astro';", 'no file content/boats/figures/sail.astro'],
  ['<Exercise id="sail" />', 'no exercise "sail". There are: row'],
])('%s is a fault, with its line', async (text, message) => {
  const { faults } = await prove(`\n\n${text}\n`);
  expect(faults).toMatchObject([{ file: 'content/boats/lessons/01-oars.mdx', line: 3 }]);
  expect(faults[0]?.message).toContain(message);
});

test('what is not proven is listed', async () => {
  const { notes } = await prove('```bash no-run="At home"\nls\n```\n\n## Next\n\n```text\na\n```\n');
  expect(notes).toEqual([
    'content/boats/lessons/01-oars.mdx:1: not run: At home',
    'content/boats/lessons/01-oars.mdx:7: left alone: this output follows no commands',
  ]);
});
