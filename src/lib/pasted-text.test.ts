import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPastedText, countLines, isPasteToConfirm } from './pasted-text.ts';

describe('cleanPastedText', () => {
  it('has one kind of line end, and keeps tabs', () => {
    expect(cleanPastedText('a\r\nb\rc\n\td')).toBe('a\nb\nc\n\td');
  });

  it('lets nothing end a bracketed paste or press a key', () => {
    expect(cleanPastedText('safe\x1b[201~rm -rf ~\x03\x04')).toBe('safe[201~rm -rf ~');
    expect(cleanPastedText('a\x9b201~b\x7f')).toBe('a201~b');
  });

  it('leaves no control character but tab and line end, and every other character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cleaned = cleanPastedText(text);
        expect(cleaned).not.toMatch(/(?![\t\n])\p{Cc}/u);
        expect(cleaned.replace(/[\t\n]/g, '')).toBe(text.replace(/\p{Cc}/gu, ''));
      }),
    );
  });
});

describe('isPasteToConfirm', () => {
  it('asks about several lines where each would run', () => {
    expect(isPasteToConfirm('docker ps', false)).toBe(false);
    expect(isPasteToConfirm('docker ps\n', false)).toBe(false);
    expect(isPasteToConfirm('cd /\nrm -rf x', false)).toBe(true);
  });

  it('asks about very much where it is only shown', () => {
    expect(isPasteToConfirm('line\n'.repeat(20), true)).toBe(false);
    expect(isPasteToConfirm('line\n'.repeat(21), true)).toBe(true);
    expect(isPasteToConfirm('x'.repeat(5 * 1024), true)).toBe(false);
    expect(isPasteToConfirm('x'.repeat(5 * 1024 + 1), true)).toBe(true);
  });

  it('counts lines', () => {
    expect(countLines('')).toBe(1);
    expect(countLines('a\nb\n')).toBe(2);
  });
});
