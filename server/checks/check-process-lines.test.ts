import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from './check-process-lines.ts';

async function linesOf(chunks: readonly Buffer[], maxCharacters = 1_000) {
  const lines: string[] = [];
  let tooLong = 0;
  const stream = Readable.from(chunks, { objectMode: false });
  const onTooLong = () => {
    tooLong += 1;
  };
  readLines(stream, maxCharacters, { onLine: (line) => lines.push(line), onTooLong });
  await finished(stream);
  return { lines, tooLong };
}

test('lines come whole, however the stream is cut', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\n'));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(40)), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const chunks: Buffer[] = [];
      let from = 0;
      for (const cut of cuts) chunks.push(bytes.subarray(from, (from += cut)));
      chunks.push(bytes.subarray(from));
      const whole = chunks.filter(({ length }) => length > 0);
      expect((await linesOf(whole)).lines).toEqual(lines);
    }),
    { numRuns: 200 },
  );
});

test('a line that has not ended is not read', async () => {
  expect((await linesOf([Buffer.from('a\nb')])).lines).toEqual(['a']);
});

test('nothing is read after a line that is too long, ended or not', async () => {
  const long = Buffer.from('x'.repeat(11));
  for (const chunks of [
    [Buffer.from('a\n'), long, Buffer.from('\nb\n')],
    [Buffer.from(`a\n${long}\nb\n`)],
    [Buffer.from('a\n'), ...Array.from({ length: 20 }, () => Buffer.from('x'))],
  ]) {
    expect(await linesOf(chunks, 10)).toEqual({ lines: ['a'], tooLong: 1 });
  }
});
