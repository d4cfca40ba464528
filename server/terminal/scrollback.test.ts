import { expect, test } from 'vitest';
import { Scrollback } from './scrollback.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (array: Uint8Array) => new TextDecoder().decode(array);

test('every byte is read back by its offset, across chunks', () => {
  const scrollback = new Scrollback(100);
  for (const chunk of ['he', 'llo', ' ', 'world']) scrollback.append(bytes(chunk));
  for (let from = 0; from <= 11; from += 1) {
    expect(text(scrollback.read(from, 100))).toBe('hello world'.slice(from));
    expect(text(scrollback.read(from, 3))).toBe('hello world'.slice(from, from + 3));
  }
});

test('the oldest chunks go when the rest fills the capacity, and offsets go on', () => {
  const scrollback = new Scrollback(4);
  for (const chunk of ['ab', 'cd', 'ef']) scrollback.append(bytes(chunk));
  expect([scrollback.start, scrollback.end]).toEqual([2, 6]);
  expect(text(scrollback.read(2, 10))).toBe('cdef');
  expect(() => scrollback.read(1, 1)).toThrow(RangeError);
  expect(() => scrollback.read(7, 1)).toThrow(RangeError);
});

test('a reader with nothing starts at the first whole line once the beginning is gone', () => {
  const scrollback = new Scrollback(8);
  scrollback.append(bytes('first\n'));
  expect(scrollback.firstWholeLine()).toBe(0);
  scrollback.append(bytes('\x1b[3'));
  scrollback.append(bytes('1mred\nplain'));
  expect(scrollback.start).toBeGreaterThan(0);
  expect(text(scrollback.read(scrollback.firstWholeLine(), 100))).toBe('plain');
});

test('what was kept before goes on at its offset', () => {
  const scrollback = new Scrollback(100, { start: 40, bytes: bytes('old') });
  scrollback.append(bytes('new'));
  expect([scrollback.start, scrollback.end]).toEqual([40, 46]);
  expect(text(scrollback.read(40, 100))).toBe('oldnew');
});
