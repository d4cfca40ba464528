import { expect, test } from 'vitest';
import { remembered } from './remembered.ts';

test('it is asked once for all within the time, and again after it', async () => {
  const clock = { now: 0 };
  let asked = 0;
  const ask = remembered(
    10,
    () => clock.now,
    async () => ++asked,
  );
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  clock.now = 10;
  expect(await ask()).toBe(1);
  clock.now = 11;
  expect(await ask()).toBe(2);
});
