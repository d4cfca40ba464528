import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PacedFlight } from './paced-flight.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limit = { atOnce: 3, perSecond: 4 };

/** Something that takes so many ms a run. */
function startFlight(workMs: number) {
  const begun: number[] = [];
  const ended: number[] = [];
  const flight = new PacedFlight(async () => {
    begun.push(performance.now());
    await new Promise((done) => setTimeout(done, workMs));
    ended.push(performance.now());
  }, limit);
  return { flight, begun, ended };
}

test('the first who asks is served at once', async () => {
  const { flight, begun } = startFlight(5);
  const now = performance.now();
  flight.ask();
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual([now]);
});

test('a burst costs no more than the limit, and the last who asks gets a run that begins later', async () => {
  const { flight, begun } = startFlight(5);
  const start = performance.now();
  let asked = start;
  for (let count = 0; count < 200; count += 1) {
    asked = performance.now();
    flight.ask();
    await vi.advanceTimersByTimeAsync(5);
  }
  await vi.advanceTimersByTimeAsync(10_000);
  expect(begun.length).toBeLessThanOrEqual(3 + 4 + 1);
  expect(begun.at(-1)).toBeGreaterThanOrEqual(asked);
  expect((begun.at(-1) ?? 0) - asked).toBeLessThanOrEqual(255);
});

test('who asks during a run gets another', async () => {
  const { flight, begun, ended } = startFlight(50);
  flight.ask();
  await vi.advanceTimersByTimeAsync(20);
  for (let count = 0; count < 10; count += 1) flight.ask();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toHaveLength(2);
  expect(begun[1]).toBeGreaterThanOrEqual(ended[0] ?? Number.POSITIVE_INFINITY);
});

test('a run does not wait for the limit', async () => {
  const { flight, begun } = startFlight(0);
  const now = performance.now();
  for (let count = 0; count < 10; count += 1) {
    const ran = flight.run();
    await vi.advanceTimersByTimeAsync(0);
    await ran;
  }
  expect(begun).toHaveLength(10);
  expect(performance.now()).toBe(now);
});

test('nothing begins after the end', async () => {
  const { flight, begun } = startFlight(5);
  for (let count = 0; count < 4; count += 1) {
    flight.ask();
    await vi.advanceTimersByTimeAsync(5);
  }
  expect(begun).toHaveLength(3);
  flight[Symbol.dispose]();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(begun).toHaveLength(3);
});
