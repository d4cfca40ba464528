import { expect, test } from 'vitest';
import { describePublicLimit } from './pulls-text.ts';

test.each([
  [63, 100, 21_600, '63 of 100 pulls left in 6 hours'],
  [0, 100, 21_600, 'None of 100 pulls left in 6 hours'],
  [200, 200, 3_600, '200 of 200 pulls left in one hour'],
  [5, 10, 900, '5 of 10 pulls left in 15 minutes'],
  [5, 10, 20, '5 of 10 pulls left in one minute'],
])('%i of %i in %i seconds: %s', (remaining, limit, windowSeconds, text) => {
  expect(describePublicLimit({ remaining, limit, windowSeconds })).toBe(text);
});

test('a limit that nobody named is not known, with the reason', () => {
  expect(describePublicLimit(null)).toMatch(/^Not known: .*can’t be asked/);
});
