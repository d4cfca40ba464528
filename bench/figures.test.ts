import { expect, test } from 'vitest';
import { p50, p99, quantile, type Row, table, verdict } from './figures.ts';

const row: Row = { what: 'w', unit: 'ms', measured: [30, 10, 20], goals: [] };

test('quantiles come from the sorted values', () => {
  expect(quantile([5, 1, 3], 0.5)).toBe(3);
  expect(quantile([5, 1, 3], 0.99)).toBe(5);
  expect(quantile([7], 0.5)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});

test('a row shows its medians and their ratio', () => {
  const baseline = { what: 'b', measured: [10] };
  expect(table([{ ...row, baseline, goals: [p50(25), p99(40)] }])).toContain(
    '| w | p50 ≤ 25, p99 ≤ 40 | ms | p50 20, p99 30 (3) | b: 10 | 2.00 |',
  );
});

test('a row without a baseline leaves its cells empty', () => {
  expect(table([row])).toContain('| w |  | ms | p50 20, p99 30 (3) |  |  |');
});

test('beside a baseline of nothing there is no ratio', () => {
  expect(table([{ ...row, baseline: { what: 'b', measured: [0] } }])).toContain('| b: 0.00 |  |');
});

test('the verdict counts the goals and names those that were missed, with what was measured', () => {
  expect(verdict([{ ...row, goals: [p50(20), p99(30)] }])).toBe('2 of 2 goals met.');
  expect(verdict([{ ...row, goals: [p50(20), p99(29)] }])).toBe('1 of 2 goals met. Missed: w: 30 ms (p99 ≤ 29).');
});

test('a goal may be a multiple of the baseline', () => {
  const goals = [{ share: 0.5, atMost: 2, isTimesBaseline: true }];
  const against = (value: number) => verdict([{ ...row, baseline: { what: 'b', measured: [value] }, goals }]);
  expect(against(10)).toBe('1 of 1 goals met.');
  expect(against(9)).toContain('Missed: w: 20 ms (p50 ≤ 2 x)');
});

test('a goal for which nothing was measured is missed', () => {
  expect(verdict([{ ...row, measured: [], goals: [p50(1)] }])).toContain('0 of 1 goals met.');
});
