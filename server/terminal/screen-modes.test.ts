import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScreenModes } from './screen-modes.ts';

function after(...pieces: readonly string[]): ScreenModes {
  const modes = new ScreenModes();
  for (const piece of pieces) modes.feed(Buffer.from(piece, 'latin1'));
  return modes;
}

test.each([
  ['plain text \x1b[1;31mand colours\x1b[0m', ''],
  ['\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\x1b[?25l', '\x1b[?1049h\x1b[?1h\x1b=\x1b[?25l'],
  ['\x1b[?1049h\x1b[?1h\x1b=\x1b[?25lout\x1b[?1049l\x1b[?1l\x1b>\x1b[?25h', ''],
  ['\x1b[?1000;1006h\x1b[?2004h', '\x1b[?1000h\x1b[?1006h\x1b[?2004h'],
  ['\x1b[?1049h\x1bc', ''],
  ['\x1b[?1h\x1b[?1049h\x1b[!p', '\x1b[?1049h'],
  ['\x1b[?12h\x1b[?9999h', ''],
  ['\x1b[?2004$p', ''],
  ['\x1b[\x1b[?7l', '\x1b[?7l'],
])('of %j there remains %j', (output, left) => {
  expect(after(output).sequences).toBe(left);
});

test('a program on the alternate screen is known, and no more once it is left', () => {
  expect(after('\x1b[?1049hvim').isAlternate).toBe(true);
  expect(after('\x1b[?1049hvim\x1b[?1049l').isAlternate).toBe(false);
});

const piece = fc.oneof(
  fc.constantFrom('\x1b', '[', '?', 'h', 'l', ';', '\x1b[?', '\x1bc', '\x1b=', '\x1b[!p', 'text', '\n'),
  fc.constantFrom(1, 7, 25, 47, 1049, 2004, 1006, 3).map(String),
);

test('output may be cut anywhere, and what remains puts another into the same modes', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const whole = after(pieces.join(''));
      expect(after(...pieces.join('')).sequences).toBe(whole.sequences);
      expect(new ScreenModes(whole.sequences).sequences).toBe(whole.sequences);
    }),
    { numRuns: 2_000 },
  );
});
