import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLASS_CODE_LENGTH } from '../../src/shared/class-views.ts';
import { drawClassCode, readClassCode } from './class-code.ts';

test('a code is read as people type it', () => {
  for (const typed of ['ABCD2345', 'abcd-2345', ' abcd 2345 ', 'a-b-c-d-2-3-4-5']) {
    expect(readClassCode(typed)).toBe('ABCD2345');
  }
});

test('what can’t be a code is none', () => {
  for (const typed of ['', 'ABCD234', 'ABCD23456', 'ABCD234O', 'ABCD2341', 'ÄBCD2345']) {
    expect(readClassCode(typed)).toBeUndefined();
  }
});

test('every code that is drawn is read as it is', () => {
  const draws = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
    minLength: CLASS_CODE_LENGTH,
    maxLength: CLASS_CODE_LENGTH,
  });
  fc.assert(
    fc.property(draws, (fractions) => {
      const left = [...fractions];
      const code = drawClassCode((limit) => Math.floor((left.pop() ?? 0) * limit));
      expect(readClassCode(code)).toBe(code);
    }),
  );
});
