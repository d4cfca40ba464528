import { expect, test } from 'vitest';
import { decodeList } from './decode-list.ts';

test('a name with accents is read in whatever a spreadsheet wrote it', () => {
  expect(decodeList(new TextEncoder().encode('\uFEFFZoë;1'))).toBe('Zoë;1');
  expect(decodeList(Uint8Array.of(0x5a, 0x6f, 0xeb, 0x3b, 0x31))).toBe('Zoë;1');
  expect(decodeList(Uint8Array.of(0xff, 0xfe, 0x5a, 0, 0x6f, 0, 0xeb, 0))).toBe('Zoë');
});
