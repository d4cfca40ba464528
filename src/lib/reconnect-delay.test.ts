import { expect, test } from 'vitest';
import { reconnectDelayMs } from './reconnect-delay.ts';

test('rule 7: the delay grows, is spread, and is at most 10 s', () => {
  expect(reconnectDelayMs(0, 1)).toBe(250);
  expect(reconnectDelayMs(1, 1)).toBe(500);
  expect(reconnectDelayMs(3, 0)).toBe(1000);
  expect(reconnectDelayMs(3, 1)).toBe(2000);
  expect(reconnectDelayMs(1_000, 1)).toBe(10_000);
});
