import { expect, test } from 'vitest';
import type { ConnectionStatus } from './page-state.ts';
import { describeComing, nameStatus } from './status-text.ts';

const wait = (place: number, expectedSeconds: number | null) =>
  describeComing({ state: 'waiting', place, expectedSeconds });

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

test('each state has a name that fits a bar', () => {
  const states: readonly ConnectionStatus[] = [
    ...(['idle', 'connecting', 'reconnecting', 'starting', 'ready', 'paused'] as const).map((state) => ({ state })),
    { state: 'waiting', place: 12, expectedSeconds: null },
    { state: 'stopped', reason: 'idle' },
    { state: 'failed', message: 'The disk is full.' },
  ];
  const names = states.map(nameStatus);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name.length, name).toBeLessThan(24);
});
