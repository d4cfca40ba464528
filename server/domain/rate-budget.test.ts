import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateBudget } from './rate-budget.ts';

const limit = { atOnce: 400, perSecond: 40 };

test('gives so many at once, and then as many as time brings', () => {
  const budget = new RateBudget(limit, 1_000);
  const taken = (nowMs: number) => {
    let count = 0;
    while (budget.take(nowMs)) count += 1;
    return count;
  };
  expect(taken(1_000)).toBe(400);
  expect(taken(1_000)).toBe(0);
  expect(taken(1_500)).toBe(20);
  expect(taken(3_600_000)).toBe(400);
});

test('says how long it takes until there is one again', () => {
  const budget = new RateBudget({ atOnce: 1, perSecond: 4 }, 0);
  expect(budget.waitMs(0)).toBe(0);
  budget.take(0);
  expect(budget.waitMs(0)).toBe(250);
  expect(budget.take(250)).toBe(true);
});

test('is as new once nobody took for long enough', () => {
  const budget = new RateBudget(limit, 0);
  expect(budget.isFull(0)).toBe(true);
  budget.take(0);
  expect(budget.isFull(0)).toBe(false);
  expect(budget.isFull(25)).toBe(true);
});

test('whenever it is asked, it never gives more in any stretch of time than its limit says', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 600 }), (waits) => {
      const budget = new RateBudget({ atOnce: 10, perSecond: 5 }, 0);
      const given: number[] = [];
      let now = 0;
      for (const wait of waits) {
        now += wait;
        if (budget.take(now)) given.push(now);
      }
      for (const [index, start] of given.entries()) {
        const inStretch = given.slice(index).findIndex((at, more) => more + 1 > 10 + ((at - start) / 1_000) * 5 + 1e-9);
        expect(inStretch).toBe(-1);
      }
    }),
  );
});
