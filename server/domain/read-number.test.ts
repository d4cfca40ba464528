import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNumber } from './read-number.ts';

test('numbers are read as people type them', () => {
  const written: [string, number][] = [
    ['5', 5],
    [' 5 ', 5],
    ['5.', 5],
    ['.5', 0.5],
    ['0,5', 0.5],
    ['1,5', 1.5],
    ['1,000', 1000],
    ['12 345.6', 12_345.6],
    ['1 234 567', 1_234_567],
    ["1'000", 1000],
    ['0,125', 0.125],
    ['-3', -3],
    ['− 3', -3],
    ['+3', 3],
    ['50 MB', 50],
    ['50mb', 50],
  ];
  for (const [line, number] of written) expect(readNumber(line, 'MB'), line).toBe(number);
});

test('what is no number is not taken for one', () => {
  for (const line of [
    '',
    ' ',
    'five',
    '5 GB',
    '5 5',
    '1e3',
    '0x10',
    'Infinity',
    'NaN',
    '1.2.3',
    '1,00,0',
    '--5',
    'MB',
  ]) {
    expect(readNumber(line, 'MB'), line).toBeUndefined();
  }
  expect(readNumber('50 MB', null)).toBeUndefined();
});

test('whatever a number is written with, it is that number', () => {
  const parts = fc.record({
    whole: fc.integer({ min: -999_999_999, max: 999_999_999 }),
    fraction: fc.integer({ min: 1, max: 99 }),
    around: fc.constantFrom('', ' ', '\t', '\u00a0'),
    unit: fc.constantFrom('', 'MB', ' mb', '\u202fMB'),
  });
  fc.assert(
    fc.property(parts, ({ whole, fraction, around, unit }) => {
      const grouped = whole.toLocaleString('en');
      for (const digits of [String(whole), grouped, grouped.replaceAll(',', ' ')]) {
        expect(readNumber(around + digits + unit + around, 'MB')).toBe(whole);
        const text = `${digits}.${fraction}`;
        expect(readNumber(around + text + unit + around, 'MB')).toBe(Number(`${whole}.${fraction}`));
      }
      expect(readNumber(`${whole},${fraction}`, null)).toBe(Number(`${whole}.${fraction}`));
    }),
  );
});

test('nothing that is typed throws, and what is read is finite', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 100 }),
      fc.option(fc.constantFrom('MB', '%')),
      (line, unit) => {
        expect(Number.isFinite(readNumber(line, unit) ?? 0)).toBe(true);
      },
    ),
  );
});
