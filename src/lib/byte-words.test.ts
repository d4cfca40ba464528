import { expect, test } from 'vitest';
import { byteWords } from './byte-words.ts';

test.each([
  [0, '0 B'],
  [2, '2 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [1_051, '1.05 kB'],
  [3_940_113, '3.94 MB'],
  [13_284_950, '13.3 MB'],
  [78_010_000, '78 MB'],
  [99_960_000, '100 MB'],
  [999_600_000, '1 GB'],
  [4_200_000_000_000_000, '4200 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(byteWords(bytes)).toBe(words);
});
