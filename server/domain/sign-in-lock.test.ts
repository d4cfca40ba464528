import { expect, test } from 'vitest';
import { FREE_FAILURES, lockMs, signInNameHash } from './sign-in-lock.ts';

test('the first wrong passwords cost nothing, each further one twice as much, and an hour at most', () => {
  expect(lockMs(FREE_FAILURES - 1)).toBe(0);
  expect([0, 1, 2].map((more) => lockMs(FREE_FAILURES + more))).toEqual([30_000, 60_000, 120_000]);
  expect(lockMs(1_000)).toBe(3_600_000);
});

test('an address is the same however it is written', () => {
  expect(signInNameHash(' Ada@Example.org ')).toBe(signInNameHash('ada@example.org'));
});
