import { expect, test } from 'vitest';
import { HeldInput } from './held-input.ts';

const refused = (why: RegExp) => ({ kind: 'refused', why: expect.stringMatching(why) });

test('what was typed is handed over once, whole and in order', () => {
  const held = new HeldInput();
  expect(held.take(0)).toEqual({ kind: 'nothing' });
  for (const [index, key] of [...'docker ps\r'].entries()) held.add(key, 1_000 + index);
  expect(held.isEmpty).toBe(false);
  expect(held.take(16_000)).toEqual({ kind: 'typed', text: 'docker ps\r' });
  expect(held.isEmpty).toBe(true);
  expect(held.take(16_000)).toEqual({ kind: 'nothing' });
});

test('what began too long ago is refused with all that followed', () => {
  const held = new HeldInput();
  held.add('rm -r', 1_000);
  held.add(' build\r', 15_999);
  expect(held.take(16_001)).toEqual(refused(/too long ago/));
  held.add('ls\r', 16_002);
  expect(held.take(16_003)).toEqual({ kind: 'typed', text: 'ls\r' });
});

test('a clock that was put back makes nothing young again', () => {
  const held = new HeldInput();
  held.add('ls\r', 100_000);
  expect(held.take(1_000)).toEqual(refused(/too long ago/));
});

test('of more than is kept nothing is handed over, not even its end', () => {
  const held = new HeldInput();
  held.add('x'.repeat(4096), 0);
  expect(held.take(1)).toMatchObject({ kind: 'typed' });
  held.add('x'.repeat(4096), 0);
  for (let times = 0; times < 10_000; times += 1) held.add('y', 1);
  expect(held.take(2)).toEqual(refused(/More was typed/));
  held.add('z'.repeat(5_000), 3);
  held.add('\r', 4);
  expect(held.isEmpty).toBe(false);
  expect(held.take(5)).toEqual(refused(/More was typed/));
  expect(held.take(5)).toEqual({ kind: 'nothing' });
});
