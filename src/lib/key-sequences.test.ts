import { describe, expect, it } from 'vitest';
import { holdKeys, keySequence, NOTHING_HELD } from './key-sequences.ts';

const ctrl = { ctrl: true, alt: false };
const alt = { ctrl: false, alt: true };
const both = { ctrl: true, alt: true };

describe('keySequence', () => {
  it('sends cursor keys as the program has asked for them', () => {
    expect(keySequence('Up', NOTHING_HELD, false)).toBe('\x1b[A');
    expect(keySequence('Up', NOTHING_HELD, true)).toBe('\x1bOA');
    expect(keySequence('End', NOTHING_HELD, true)).toBe('\x1bOF');
    expect(keySequence('PageDown', NOTHING_HELD, true)).toBe('\x1b[6~');
  });

  it('sends held keys as a parameter, in either mode', () => {
    expect(keySequence('Left', ctrl, true)).toBe('\x1b[1;5D');
    expect(keySequence('Left', alt, false)).toBe('\x1b[1;3D');
    expect(keySequence('Home', both, false)).toBe('\x1b[1;7H');
    expect(keySequence('PageUp', ctrl, false)).toBe('\x1b[5;5~');
  });

  it('sends keys with one character', () => {
    expect(keySequence('Escape', NOTHING_HELD, false)).toBe('\x1b');
    expect(keySequence('Tab', NOTHING_HELD, false)).toBe('\t');
    expect(keySequence('Enter', alt, false)).toBe('\x1b\r');
    expect(keySequence('|', NOTHING_HELD, false)).toBe('|');
    expect(keySequence('c', ctrl, false)).toBe('\x03');
  });
});

describe('holdKeys', () => {
  it('makes letters and signs into control characters', () => {
    expect(holdKeys('d', ctrl)).toBe('\x04');
    expect(holdKeys('D', ctrl)).toBe('\x04');
    expect(holdKeys(' ', ctrl)).toBe('\0');
    expect(holdKeys('[', ctrl)).toBe('\x1b');
    expect(holdKeys('_', ctrl)).toBe('\x1f');
    expect(holdKeys('é', ctrl)).toBe('é');
  });

  it('puts an escape before what is typed with Alt', () => {
    expect(holdKeys('.', alt)).toBe('\x1b.');
    expect(holdKeys('b', both)).toBe('\x1b\x02');
    expect(holdKeys('😀', alt)).toBe('\x1b😀');
  });

  it('holds for the first character of what a keyboard gives at once', () => {
    expect(holdKeys('cat', ctrl)).toBe('\x03at');
  });

  it('leaves sequences and nothing alone', () => {
    expect(holdKeys('\x1b[A', ctrl)).toBe('\x1b[A');
    expect(holdKeys('', both)).toBe('');
  });
});
