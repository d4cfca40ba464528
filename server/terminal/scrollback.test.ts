import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Scrollback } from './scrollback.ts';

const BLOCK_BYTES = 32 * 1024;

const bytes = (text: string) => new TextEncoder().encode(text);
const between = (scrollback: Scrollback, from: number, to: number) =>
  Buffer.concat([...scrollback.parts(from, to)]).toString('latin1');

test('every byte that is kept is read back by its offset, however it came', () => {
  fc.assert(
    fc.property(
      fc.nat(3 * BLOCK_BYTES),
      fc.array(fc.nat(2 * BLOCK_BYTES), { maxLength: 12 }),
      fc.nat(),
      (capacityBytes, lengths, choice) => {
        const scrollback = new Scrollback(capacityBytes);
        let all = '';
        for (const length of lengths) {
          const chunk = String.fromCharCode(97 + (all.length % 26)).repeat(length);
          scrollback.append(bytes(chunk));
          all += chunk;
        }
        const { start, end } = scrollback;
        expect(end).toBe(all.length);
        expect(end - start).toBeGreaterThanOrEqual(Math.min(capacityBytes, all.length));
        expect(end - start).toBeLessThanOrEqual(capacityBytes + BLOCK_BYTES);
        const from = start + (choice % (end - start + 1));
        expect(between(scrollback, from, end)).toBe(all.slice(from));
        expect(scrollback.read(from, 7).length).toBeLessThanOrEqual(7);
      },
    ),
    { numRuns: 50 },
  );
});

test('a million keys cost no more than their bytes', () => {
  const scrollback = new Scrollback(1024 * 1024);
  const key = bytes('x');
  for (let count = 0; count < 1024 * 1024; count += 1) scrollback.append(key);
  const blocks = [...scrollback.parts(scrollback.start, scrollback.end)];
  expect(blocks).toHaveLength((1024 * 1024) / BLOCK_BYTES);
});

test('what was read stays as it was', () => {
  const scrollback = new Scrollback(10);
  scrollback.append(bytes('first'));
  const first = scrollback.read(0, 100);
  for (let count = 0; count < 10; count += 1) scrollback.append(new Uint8Array(BLOCK_BYTES));
  expect(Buffer.from(first).toString()).toBe('first');
});

test('an offset that is not kept is an error', () => {
  const scrollback = new Scrollback(10, { start: 5, modes: '', bytes: bytes('abc') });
  expect(() => scrollback.read(4, 1)).toThrow(RangeError);
  expect(scrollback.read(8, 1)).toHaveLength(0);
  expect(() => scrollback.read(9, 1)).toThrow(RangeError);
});

test('a reader with nothing starts at the first whole line once the beginning is gone', () => {
  const scrollback = new Scrollback(8);
  scrollback.append(bytes('first\n'));
  expect(scrollback.beginOfLastLines(10)).toBe(0);
  scrollback.append(bytes(`${'\x1b[3'.padStart(BLOCK_BYTES)}1mred\nplain`));
  expect(scrollback.start).toBeGreaterThan(0);
  expect(between(scrollback, scrollback.beginOfLastLines(10), scrollback.end)).toBe('plain');
});

test('a reader with nothing gets as many lines as it can show', () => {
  const scrollback = new Scrollback(1024 * 1024);
  for (let line = 1; line <= 20_000; line += 1) scrollback.append(bytes(`line ${line}\n`));
  scrollback.append(bytes('prompt'));
  const shown = between(scrollback, scrollback.beginOfLastLines(10_000), scrollback.end);
  expect(shown.split('\n')).toHaveLength(10_001);
  expect(shown.startsWith('line 10001\n')).toBe(true);
  expect(scrollback.beginOfLastLines(0)).toBe(scrollback.end - 'prompt'.length);
  expect(scrollback.beginOfLastLines(30_000)).toBe(0);
});

test('what was kept before goes on at its offset, and a new beginning forgets it', () => {
  const scrollback = new Scrollback(100, { start: 40, modes: '', bytes: bytes('old') });
  scrollback.append(bytes('new'));
  expect([scrollback.start, scrollback.end]).toEqual([40, 46]);
  expect(between(scrollback, 40, 46)).toBe('oldnew');
  scrollback.restart(90);
  scrollback.append(bytes('newest'));
  expect(between(scrollback, 90, 96)).toBe('newest');
});

test('who is shown a screen gets its lines, and nothing that was wiped off it before', () => {
  const screenOf = (text: string, rows = 3) => {
    const scrollback = new Scrollback(1024 * 1024);
    scrollback.append(bytes(text));
    return between(scrollback, scrollback.beginOfScreen(rows), scrollback.end);
  };
  expect(screenOf('1\n2\n3\n4\n5\n$ ')).toBe('3\n4\n5\n$ ');
  for (const wipe of ['\x1b[2J', '\x1b[3J', '\x1b[H\x1b[2J\x1b[3J', '\x1bc', '\x1b[?1049h', '\x1b[?1049l']) {
    expect(screenOf(`secret\n${wipe}$ ls\na\n$ `)).toBe('$ ls\na\n$ ');
    // Cut anywhere, as between two blocks.
    const scrollback = new Scrollback(1024 * 1024);
    scrollback.append(bytes(`${'x'.repeat(BLOCK_BYTES - 4)}${wipe}new`));
    expect(between(scrollback, scrollback.beginOfScreen(3), scrollback.end)).toBe('new');
  }
});
