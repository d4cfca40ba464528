import { expect, test } from 'vitest';
import { encodeInputFrame, MAX_CLIENT_FRAME_BYTES } from '../shared/protocol/index.ts';
import { splitInput } from './split-input.ts';

test('rule 9: every piece of a long paste fits a frame, and nothing is lost', () => {
  const paste = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);
  const pieces = [...splitInput(paste)];
  for (const bytes of pieces) {
    expect(encodeInputFrame({ channel: 0, bytes }).length).toBeLessThanOrEqual(MAX_CLIENT_FRAME_BYTES);
  }
  expect(pieces.flatMap((piece) => [...piece])).toEqual([...paste]);
});

test('a key is one piece, nothing is none', () => {
  expect([...splitInput(new Uint8Array([13]))]).toEqual([new Uint8Array([13])]);
  expect([...splitInput(new Uint8Array())]).toEqual([]);
});
