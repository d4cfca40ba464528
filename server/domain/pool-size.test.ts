import { expect, test } from 'vitest';
import { DEMAND_WINDOW_MS, poolSize } from './pool-size.ts';

const limits = { min: 2, max: 8 };
const now = 1_000_000;
const claims = (count: number, agoMs: number) => Array.from({ length: count }, () => now - agoMs);

test('a few wait when nobody comes', () => {
  expect(poolSize({ claimedAt: [], now, freePlaces: 50 }, limits)).toBe(2);
});

test('as many more as came lately, within the limit', () => {
  expect(poolSize({ claimedAt: claims(3, 1_000), now, freePlaces: 50 }, limits)).toBe(5);
  expect(poolSize({ claimedAt: claims(30, 1_000), now, freePlaces: 50 }, limits)).toBe(8);
});

test('what came long ago is forgotten', () => {
  expect(poolSize({ claimedAt: claims(30, DEMAND_WINDOW_MS), now, freePlaces: 50 }, limits)).toBe(2);
});

test('none waits in a place that is not there', () => {
  expect(poolSize({ claimedAt: claims(30, 1_000), now, freePlaces: 1 }, limits)).toBe(1);
  expect(poolSize({ claimedAt: [], now, freePlaces: -3 }, limits)).toBe(0);
});
