import { expect, test } from 'vitest';
import { describeExpiry } from './expiry-text.ts';

// At noon it is the same day everywhere but on a few islands.
const near = { kind: 'near', expiresAt: '2026-12-03T12:00:00Z' } as const;
const expired = { kind: 'expired', expiredAt: '2026-11-02T12:00:00Z' } as const;

test('a sandbox that is about to go is warned of until its learner comes to work', () => {
  expect(describeExpiry(near, false)).toEqual({
    happened: 'Your sandbox has not been used for a while.',
    isSafe: 'It is removed on 3 December 2026 unless you open the terminal.',
  });
  expect(describeExpiry(near, true)).toBeUndefined();
});

test('one that is gone is told of before and after there is a new one', () => {
  const happened = 'Your sandbox was removed on 2 November 2026 after a long time without use.';
  const isSafe = 'Your ticks are kept; a new one is made when you open the terminal.';
  expect(describeExpiry(expired, false)).toEqual({ happened, isSafe });
  expect(describeExpiry(expired, true)).toEqual({ happened, isSafe: 'Your ticks are kept; this is a new one.' });
});

test('nothing is said where there is nothing to say', () => {
  expect(describeExpiry(null, false)).toBeUndefined();
});
