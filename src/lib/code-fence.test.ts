import { expect, test } from 'vitest';
import { readCodeFence } from './code-fence.ts';

const bash = { language: 'bash', words: '', text: 'docker ps' };

function mistakeIn(fence: Partial<typeof bash> | { language: undefined }): string {
  const meaning = readCodeFence({ ...bash, ...fence });
  if (meaning.kind !== 'mistake') throw new Error(`No mistake was found, but ${meaning.kind}.`);
  return meaning.mistake;
}

test('a bash block is commands, kept byte for byte', () => {
  const text = 'cat > Dockerfile <<\'END\'\n\tRUN echo "ä $HOME" \\\n  `id`\n\nEND\n ls  ';
  expect(readCodeFence({ ...bash, text })).toEqual({ kind: 'commands', commands: text, noRun: undefined });
});

test('no-run carries its reason', () => {
  expect(readCodeFence({ ...bash, words: ' no-run="On your own computer" ' })).toEqual({
    kind: 'commands',
    commands: 'docker ps',
    noRun: 'On your own computer',
  });
});

test('output and files are only shown', () => {
  for (const language of ['text', 'dockerfile', 'json']) {
    expect(readCodeFence({ language, words: '', text: '' })).toEqual({ kind: 'shown' });
  }
});

test('commands may say that they fail, and how long they take', () => {
  expect(readCodeFence({ ...bash, words: 'fails="The port is not published" takes="4m"' })).toMatchObject({
    kind: 'commands',
    noRun: undefined,
    fails: 'The port is not published',
    takesMs: 240_000,
  });
  expect(readCodeFence({ ...bash, words: 'takes="90s"' })).toMatchObject({ takesMs: 90_000 });
});

test('output may say that its lines have no order, or what varies in it', () => {
  expect(readCodeFence({ language: 'text', words: 'any-order', text: '' })).toMatchObject({ isAnyOrder: true });
  expect(readCodeFence({ language: 'text', words: 'varies="free space"', text: '' })).toMatchObject({
    kind: 'shown',
    varies: 'free space',
  });
});

test('words that do not go together, or say nothing, are mistakes', () => {
  for (const words of [
    'fails',
    'fails=""',
    'no-run="a" fails="b"',
    'fails="a" fails="b"',
    'takes="4m"takes',
    'no-run="a" takes="9s"',
  ]) {
    expect(mistakeIn({ words })).toContain(`Correct or remove "${words}"`);
  }
  for (const words of ['takes="4 minutes"', 'takes="11m"', 'takes="0s"', 'takes']) {
    expect(mistakeIn({ words })).toContain('such as "90s"');
  }
  for (const words of ['varies', 'varies=""', 'any-order="x"', 'any-order varies="a"', 'fails="a"']) {
    expect(mistakeIn({ language: 'text', words })).toContain(`Remove "${words}"`);
  }
  expect(mistakeIn({ language: 'json', words: 'any-order' })).toContain('stands nothing. Remove "any-order"');
});

test('an unknown word behind the language is named, with what may stand there', () => {
  for (const words of ['norun', 'no-run', 'no-run=""', 'no-run="a" b', 'run']) {
    expect(mistakeIn({ words })).toContain(`Correct or remove "${words}"`);
  }
  expect(mistakeIn({ language: 'text', words: 'no-run="a"' })).toContain('Remove "no-run="a""');
});

test('a reason must fit beside a button', () => {
  expect(mistakeIn({ words: `no-run="${'x'.repeat(41)}"` })).toContain('longer than 40');
});

test('a shell by another name, and no name at all, are mistakes', () => {
  for (const language of ['sh', 'console', 'Bash']) expect(mistakeIn({ language })).toContain('```bash');
  expect(mistakeIn({ language: undefined })).toContain('names no language');
});

test('an empty block, one with control characters and a very long one are mistakes', () => {
  expect(mistakeIn({ text: ' \n ' })).toContain('is empty');
  for (const text of ['a\u001b[201~b', 'a\rb', 'a\u0000', 'a\u009bb']) {
    expect(mistakeIn({ text })).toContain('control character');
  }
  expect(mistakeIn({ text: 'x'.repeat(8 * 1024 + 1) })).toContain('longer than 8192');
});
