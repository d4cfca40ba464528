import { expect, test } from 'vitest';
import { MultiplexedStream } from './multiplexed-stream.ts';

function frame(type: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = type;
  header.writeUInt32BE(text.length, 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

const wire = Buffer.concat([frame(1, 'out'), frame(2, 'error'), frame(1, ''), frame(1, 'x'.repeat(300))]);

function collect(chunks: readonly Buffer[]): Record<'stdout' | 'stderr', string> {
  const stream = new MultiplexedStream();
  const texts = { stdout: '', stderr: '' };
  for (const chunk of chunks) for (const part of stream.feed(chunk)) texts[part.stream] += part.bytes.toString();
  return texts;
}

test('one chunk is taken apart', () => {
  expect(collect([wire])).toEqual({ stdout: `out${'x'.repeat(300)}`, stderr: 'error' });
});

test('cut anywhere, the outcome is the same', () => {
  for (let size = 1; size < 20; size += 1) {
    const chunks = [];
    for (let at = 0; at < wire.length; at += size) chunks.push(wire.subarray(at, at + size));
    expect(collect(chunks)).toEqual(collect([wire]));
  }
});

test('a payload is passed on before it is whole', () => {
  const stream = new MultiplexedStream();
  expect([...stream.feed(wire.subarray(0, 9))].map(({ bytes }) => bytes.toString())).toEqual(['o']);
});
