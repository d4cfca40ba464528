import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeHolderFrame, HolderProtocolError } from './holder-frames.ts';
import { encodeFromHolder, type FromHolder } from './holder-messages.ts';
import { HolderStream } from './holder-stream.ts';

const message: fc.Arbitrary<FromHolder> = fc.oneof(
  fc.record({
    type: fc.constant('data' as const),
    terminal: fc.nat(255),
    offset: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  }),
  fc.record({ type: fc.constant('exited' as const), terminal: fc.nat(255), status: fc.nat(255) }),
  fc.record({ type: fc.constant('prompt-answer' as const), terminal: fc.nat(255), isTyped: fc.boolean() }),
  fc.record({ type: fc.constant('failed' as const), terminal: fc.nat(255), reason: fc.constant('No room.') }),
);

/** Parts of one output put together again. */
function joined(messages: readonly FromHolder[]): FromHolder[] {
  const all: FromHolder[] = [];
  for (const next of messages) {
    const last = all.at(-1);
    const follows =
      next.type === 'data' &&
      last?.type === 'data' &&
      last.terminal === next.terminal &&
      last.offset + last.bytes.length === next.offset;
    if (follows) all[all.length - 1] = { ...last, bytes: Buffer.concat([last.bytes, next.bytes]) };
    else all.push(next);
  }
  return all;
}

test('rule 1: the same is heard wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.nat(400)), (messages, cuts) => {
      const whole = Buffer.concat(messages.map(encodeFromHolder));
      const edges = [
        0,
        ...cuts.map((cut) => Math.min(cut, whole.length)).sort((one, other) => one - other),
        whole.length,
      ];
      const stream = new HolderStream();
      const heard = edges.slice(1).flatMap((edge, index) => [...stream.feed(whole.subarray(edges[index], edge))]);
      expect(joined(heard)).toEqual(joined(messages));
    }),
  );
});

test.each([
  ['a type that is no letter', Buffer.from([0, 1, 0, 0, 0, 0])],
  ['a payload that is too long', Buffer.from([0x64, 1, 0, 1, 0, 1])],
  ['output without a byte', encodeHolderFrame('d', 1, Buffer.alloc(8))],
  ['output without an offset', encodeHolderFrame('d', 1, Buffer.alloc(3))],
])('rule 1: %s is no protocol', (_name, bytes) => {
  expect(() => [...new HolderStream().feed(bytes)]).toThrow(HolderProtocolError);
});
