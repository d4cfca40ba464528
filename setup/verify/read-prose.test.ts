import { expect, test } from 'vitest';
import { maskProse, readSentences } from './read-prose.ts';

const LESSON = `---
title: Knots
exercises: [reef-knot]
---

import Note from '../../../src/components/note.astro';

Tie a **knot** with \`ropectl tie\`, as [the book](/lessons/knots/#bowline) says. Then what?

<Note kind="misconception" title="“A knot is forever”">

It comes undone.

</Note>

\`\`\`bash
ropectl tie
\`\`\`

\`\`\`quiz which-knot
What holds?

( ) Nothing
    Some \`knotz\` do.
right: A bowline.
\`\`\`

1. Tie it.
2. Try it.
`;

test('what is no prose is blank, and the rest stands where it stood', () => {
  const masked = maskProse(LESSON);
  expect(masked.length).toBe(LESSON.length);
  expect(masked.split('\n').length).toBe(LESSON.split('\n').length);
  for (const word of ['Knots', 'knot**', 'book', 'forever', 'Nothing', ' A bowline.']) {
    expect(masked.indexOf(word), word).toBe(LESSON.indexOf(word));
  }
  for (const word of ['reef', 'Note', 'ropectl', 'lessons', 'misconception', 'which-knot', 'knotz', 'right:']) {
    expect(masked, word).not.toContain(word);
  }
});

test('the running text is its sentences, with code as one short word', () => {
  expect(readSentences(LESSON)).toEqual([
    'Tie a knot with it, as the book says.',
    'Then what?',
    'It comes undone.',
    'Tie it.',
    'Try it.',
  ]);
});
