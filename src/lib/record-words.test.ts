import { expect, test } from 'vitest';
import { fromLocalInput, lateWords, pointsWords, spanWords, toLocalInput } from './record-words.ts';

const MINUTE = 60_000;

test('a span of time is said in its two greatest units', () => {
  const spans = [0, 59_999, MINUTE, 61 * MINUTE, 120 * MINUTE, 1_440 * MINUTE, (1_440 * 2 + 185) * MINUTE];
  expect(spans.map(spanWords)).toEqual([
    'under a minute',
    'under a minute',
    '1 minute',
    '1 hour 1 minute',
    '2 hours',
    '1 day',
    '2 days 3 hours',
  ]);
  expect(lateWords(61)).toBe('1 hour 1 minute late');
});

test('points are said to a hundredth, without zeros behind them', () => {
  expect([0, 2.5, 7.333, 1200].map(pointsWords)).toEqual(['0', '2.5', '7.33', '1,200']);
});

test('an instant is the same after it was in a field, and none is none', () => {
  for (const instant of ['2026-03-29T01:30:00.000Z', '2026-10-25T00:00:00.000Z', '2026-07-01T22:15:00.000Z']) {
    expect(fromLocalInput(toLocalInput(instant))).toBe(instant);
  }
  expect(toLocalInput(undefined)).toBe('');
  expect([fromLocalInput(''), fromLocalInput('soon')]).toEqual([undefined, undefined]);
});
