import { expect, test } from 'vitest';
import { readLesson } from './lesson-source.ts';
import { keepElisions, writeOutputs } from './update-lesson.ts';

const source = [
  '---',
  'order: 1',
  '---',
  '```bash',
  'ls',
  '```',
  '',
  '```text',
  'old',
  '```',
  '',
  'Text with trailing spaces   ',
  '',
  '- a list',
  '',
  '  ```bash',
  '  docker ps',
  '  ```',
  '',
  '  ```text any-order',
  '  one',
  '  …',
  '  four',
  '  ```',
  '',
  'The end, without a line end',
].join('\n');

function written(lines: readonly (readonly string[])[]): string {
  const outputs = readLesson(source).commands.flatMap(({ output }, index) =>
    output ? [{ output, lines: lines[index] ?? [] }] : [],
  );
  return writeOutputs(source, outputs);
}

test('writes the real lines between the fences, and touches nothing else', () => {
  const expected = source.replace('old', 'new\n\nnewer').replace('  one', '  uno').replace('  …\n  four', '  four');
  expect(
    written([
      ['new', '', 'newer'],
      ['uno', 'four'],
    ]),
  ).toBe(expected);
});

test('what is as it was stays as it was', () => {
  expect(written([['old'], ['one', 'two', 'three', 'four']])).toBe(source);
});

test('an elision stays between the lines that it stood between', () => {
  expect(keepElisions(['a', '…', 'd'], ['a', 'b', 'c', 'd'])).toEqual(['a', '…', 'd']);
  expect(keepElisions(['…', 'd'], ['a', 'b', 'd', 'e'])).toEqual(['…', 'd', 'e']);
  expect(keepElisions(['a', '…'], ['z', 'a', 'b', 'c'])).toEqual(['z', 'a', '…']);
  expect(keepElisions(['a', '…', 'c', '…', 'e'], ['a', 'b', 'c', 'd', 'e'])).toEqual(['a', '…', 'c', '…', 'e']);
});

test('one whose neighbours are gone goes with them', () => {
  expect(keepElisions(['a', '…', 'd'], ['x', 'b', 'c', 'd'])).toEqual(['x', 'b', 'c', 'd']);
  expect(keepElisions(['a', '…', 'd'], ['a', 'd'])).toEqual(['a', 'd']);
});

test('a line that the author has shortened stays short', () => {
  expect(keepElisions(['total …', 'b'], ['total 12 of 99', 'c'])).toEqual(['total …', 'c']);
});

test('what the command itself has shortened is its own', () => {
  expect(keepElisions(['COPY dir:0123456789ab…'], ['COPY dir:ba9876543210…'])).toEqual(['COPY dir:ba9876543210…']);
});

test('an empty block is filled', () => {
  const empty = '```bash\nls\n```\n\n```text\n```\n\nText\n';
  const [block] = readLesson(empty).commands;
  if (!block?.output) throw new Error('The block has no output.');
  const filled = writeOutputs(empty, [{ output: block.output, lines: ['a', 'b'] }]);
  expect(filled).toBe(empty.replace('```text\n', '```text\na\nb\n'));
});
