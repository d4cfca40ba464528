import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordFrames } from './record-frames.ts';

const chain = (letter: string) => letter.repeat(64);

function cut(bytes: Uint8Array, cuts: readonly number[]) {
  const parts: { chain: string; text: string }[] = [];
  const frames = new RecordFrames((part) =>
    parts.push({ chain: part.chain, text: new TextDecoder().decode(part.bytes) }),
  );
  const places = [
    0,
    ...cuts.map((each) => each % (bytes.length + 1)).toSorted((one, other) => one - other),
    bytes.length,
  ];
  for (const [index, end] of places.slice(1).entries()) frames.feed(bytes.subarray(places[index], end));
  frames.end();
  return parts;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

test('records come out as they were put in, however the answer is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 20 }), { maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      (texts, cuts) => {
        const parts = texts.map((text, index) => ({ chain: chain('abcde'.charAt(index)), text }));
        const head = parts.map((part) => `${bytesOf(part.text).length} ${part.chain}\n`).join('');
        expect(cut(bytesOf(`${head}\n${texts.join('')}`), cuts)).toEqual(parts);
      },
    ),
  );
});

test('what is no such answer is an error', () => {
  expect(() => cut(bytesOf(`3 ${chain('a')}\n\nab`), [])).toThrow('breaks off');
  expect(() => cut(bytesOf(`3 ${chain('a')}\n\nabcd`), [])).toThrow('More came');
  expect(() => cut(bytesOf('3 ../../etc\n\nabc'), [])).toThrow('something else');
  expect(() => cut(bytesOf(`99999999999 ${chain('a')}\n\n`), [])).toThrow('larger');
  expect(() => cut(bytesOf('x'.repeat(20_000)), [])).toThrow('does not say');
  expect(() => cut(bytesOf(''), [])).toThrow('breaks off');
});
