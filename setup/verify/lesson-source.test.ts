import { expect, test } from 'vitest';
import { readLesson } from './lesson-source.ts';

const lesson = `---
order: 1
title: "A --- B"
---

import Exercise from '../../../src/components/exercise.astro';
import Note from '../../../src/components/note.astro';

## What is \`FROM\`?

\`\`\`bash
echo one
echo two
\`\`\`

It prints:

\`\`\`text any-order
one
two
\`\`\`

<Note title="x">

\`\`\`bash fails="no such thing" takes="3m"
false
\`\`\`

</Note>

- A list:

  \`\`\`bash
  ls
  \`\`\`

  \`\`\`text
  a  b
  \`\`\`

## What is \`FROM\`?

\`\`\`text
nobody's
\`\`\`

See [layers](/lessons/layers/#what-is-shared), [above](#what-is-from) and ![a picture](./picture.svg).

<Exercise id="web-app" />

<a href="https://docs.docker.com/" id="docs">Docs</a>
`;

test('blocks of commands have the output that follows them, with their lines in the file', () => {
  const { commands, unowned } = readLesson(lesson);
  expect(commands).toMatchObject([
    { line: 11, commands: 'echo one\necho two', output: { line: 18, text: 'one\ntwo', isAnyOrder: true, indent: '' } },
    { line: 25, fails: 'no such thing', takesMs: 180_000, output: undefined },
    { line: 33, commands: 'ls', output: { line: 37, text: 'a  b', indent: '  ' } },
  ]);
  expect(unowned).toMatchObject([{ line: 43, text: "nobody's" }]);
});

test('a heading or another block parts commands from output', () => {
  for (const between of ['## Next', '```json\n{}\n```', '```bash no-run="Elsewhere"\nls\n```']) {
    const { commands, unowned } = readLesson(`\`\`\`bash\nls\n\`\`\`\n\n${between}\n\n\`\`\`text\na\n\`\`\`\n`);
    expect(commands[0]?.output, between).toBeUndefined();
    expect(unowned.length + commands.filter(({ output }) => output).length, between).toBe(1);
  }
});

test('what leads elsewhere is found, in components too', () => {
  expect(readLesson(lesson).references).toEqual([
    { kind: 'import', target: '../../../src/components/exercise.astro', line: 6 },
    { kind: 'import', target: '../../../src/components/note.astro', line: 7 },
    { kind: 'link', target: '/lessons/layers/#what-is-shared', line: 47 },
    { kind: 'link', target: '#what-is-from', line: 47 },
    { kind: 'image', target: './picture.svg', line: 47 },
    { kind: 'exercise', target: 'web-app', line: 49 },
    { kind: 'link', target: 'https://docs.docker.com/', line: 51 },
  ]);
});

test('headings have the anchors that the build gives them', () => {
  expect([...readLesson(lesson).anchors]).toEqual(['what-is-from', 'what-is-from-1', 'exercise-web-app', 'docs']);
});

test('a mistake in a fence is named with its line', () => {
  expect(() => readLesson('a\n\n```bash\n\n```\n')).toThrow('line 3: a ```bash block is empty');
});
