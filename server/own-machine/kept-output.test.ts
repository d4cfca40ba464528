import { expect, test } from 'vitest';
import { KEPT_BYTES, KeptOutput } from './kept-output.ts';

const chunk = (value: number, length: number) => Buffer.alloc(length, value);

test('what is kept is read back by its offset, across the end of the ring', () => {
  const begin = 1_000_003;
  const output = new KeptOutput(begin);
  const whole: Buffer[] = [];
  for (let count = 0; count < 150; count += 1) {
    const bytes = chunk(count, 1 + ((count * 7_919) % 60_000));
    output.append(bytes);
    whole.push(bytes);
  }
  const all = Buffer.concat(whole);
  expect(output.end).toBe(begin + all.length);
  expect(output.end - output.oldest).toBeGreaterThanOrEqual(KEPT_BYTES);
  for (const from of [output.oldest, output.oldest + 1, output.end - KEPT_BYTES, output.end - 1, output.end]) {
    expect(output.read(from, 3 * KEPT_BYTES).equals(all.subarray(from - begin)), `from ${from}`).toBe(true);
  }
  expect(output.read(output.oldest, 10)).toHaveLength(10);
});

test('what is not kept any more, or was never written, is refused', () => {
  const output = new KeptOutput(5);
  output.append(chunk(1, 10));
  expect(output.oldest).toBe(5);
  expect(() => output.read(4, 1)).toThrow(RangeError);
  expect(() => output.read(16, 1)).toThrow(RangeError);
});
