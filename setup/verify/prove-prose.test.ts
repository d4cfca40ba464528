import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { proseProof } from './prove-prose.ts';

async function faultsOf(text: string, words = '') {
  const root = mkdtempSync(join(tmpdir(), 'drydock-prose-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'content/boats/lessons'), { recursive: true });
  writeFileSync(join(root, 'content/boats/words.txt'), words);
  const file = 'content/boats/lessons/01-oars.mdx';
  writeFileSync(join(root, file), text);
  const proof = proseProof(root, { file, slug: 'oars', course: 'boats' });
  const signal = new AbortController().signal;
  const { faults } = await proof.run(() => Promise.reject(new Error('It needs no sandbox.')), signal);
  return faults;
}

test('a word that no dictionary has is told once, with its line and a better one', async () => {
  expect(await faultsOf('Take an oar.\n\nThen the otther. The otther is `othr`.\n')).toEqual([
    {
      file: 'content/boats/lessons/01-oars.mdx',
      line: 3,
      message: expect.stringMatching(
        /^“otther” is in no dictionary \(.*\bother\b.*\?\)\. Correct it, or add it to content\/boats\/words\.txt\.$/,
      ),
    },
  ]);
});

test('the course’s own words, British ones and Docker’s are known', async () => {
  expect(await faultsOf('The colour of the oarlok. BuildKit and buildx build a Dockerfile.', 'oarlok\n')).toEqual([]);
});

test('a text that is hard to read is refused, and a short one is not judged', async () => {
  const sentence =
    'Consequently the containerisation infrastructure necessitates considerable organisational understanding, irrespective of individual preferences. ';
  expect(await faultsOf(sentence)).toEqual([]);
  expect(await faultsOf(sentence.repeat(20))).toEqual([
    {
      file: 'content/boats/lessons/01-oars.mdx',
      message: expect.stringMatching(/^It asks for school year \d+\.\d, and 8 is the most\./),
    },
  ]);
  expect(await faultsOf('Take an oar. Row the boat to the shore. '.repeat(20))).toEqual([]);
});
