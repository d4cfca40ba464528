import { expect, test } from 'vitest';
import { quantile, table } from './figures.ts';

test('quantiles come from the sorted values', () => {
  expect(quantile([5, 1, 3], 0.5)).toBe(3);
  expect(quantile([5, 1, 3], 0.99)).toBe(5);
  expect(quantile([7], 0.5)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});

test('a row shows its medians and their ratio', () => {
  const row = { what: 'w', goal: 'g', measuredMs: [30, 10, 20], baseline: 'b', baselineMs: [10] };
  expect(table([row])).toContain('| w | g | p50 20, p99 30 (3) | b: p50 10, p99 10 (1) | 2.00 |');
});
