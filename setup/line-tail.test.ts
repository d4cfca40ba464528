import { expect, test } from 'vitest';
import { createLineTail } from './line-tail.ts';

test('lines come whole, however the chunks are cut', () => {
  const seen: string[] = [];
  const tail = createLineTail((line) => seen.push(line));
  for (const character of 'one\r\ntwo\n\nthree') tail.write(character);
  expect(seen).toEqual(['one', 'two']);
  tail.end();
  expect(seen).toEqual(['one', 'two', 'three']);
});

test('colours are left out', () => {
  const tail = createLineTail();
  tail.write('\u001b[91mred\u001b[0m\n');
  expect(tail.lines).toEqual(['red']);
});

test('only the last 20 lines are kept, and no endless line', () => {
  const tail = createLineTail();
  for (let n = 1; n <= 50; n += 1) tail.write(`${n}\n`);
  expect(tail.lines).toHaveLength(20);
  expect(tail.lines.at(-1)).toBe('50');
  tail.write('x'.repeat(100_000));
  tail.end();
  expect(tail.lines.at(-1)).toHaveLength(4096);
});
