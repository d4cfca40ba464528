import { expect, test } from 'vitest';
import { describeStatus } from './status-text.ts';

const wait = (place: number, expectedSeconds: number | null) =>
  describeStatus({ state: 'waiting', place, expectedSeconds });

test('who waits is told their place, and when their turn comes', () => {
  expect(wait(3, 240)).toBe(
    'All sandboxes are in use. You are number 3 in the line; yours is expected in about 4 minutes.',
  );
  expect(wait(1, 240)).toBe('All sandboxes are in use. You are next; yours is expected in about 4 minutes.');
});

test.each([
  [0, 'in less than a minute'],
  [59, 'in less than a minute'],
  [60, 'in about a minute'],
  [89, 'in about a minute'],
  [90, 'in about 2 minutes'],
  [5_340, 'in about 89 minutes'],
  [5_400, 'in about 2 hours'],
  [null, 'as soon as somebody leaves'],
])('%s seconds are %s', (seconds, text) => {
  expect(wait(2, seconds)).toMatch(new RegExp(`yours is expected ${text}\\.$`));
});

test('who can do something about it is told what', () => {
  expect(describeStatus({ state: 'paused' })).toMatch(/Type to go on/);
  expect(describeStatus({ state: 'stopped', reason: 'idle' })).toMatch(/Press Enter in the terminal to start it again/);
  expect(describeStatus({ state: 'failed', message: 'The disk is full.' })).toBe('The disk is full.');
});
