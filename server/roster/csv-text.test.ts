import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText } from './csv-text.ts';

test('a file opens as UTF-8 with its lines as spreadsheets end them', () => {
  expect(csvText(['name', 'id'], [['Zoë; "Z"', null]])).toBe('\uFEFFname,id\r\n"Zoë; ""Z""",\r\n');
});

test('no cell is a formula', () => {
  expect(csvText(['name'], [['=HYPERLINK("http://evil.example")']])).toContain(`'=HYPERLINK`);
  fc.assert(
    fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string({ maxLength: 20 }), (sign, rest) => {
      const [, cell = ''] = csvText(['name'], [[sign + rest]]).split('\r\n');
      expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
    }),
  );
});
