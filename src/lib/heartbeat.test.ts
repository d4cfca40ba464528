import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Heartbeat } from './heartbeat.ts';

let asked: number;
let lost: number;
let heartbeat: Heartbeat;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  lost = 0;
  heartbeat = new Heartbeat({
    ask: () => {
      asked += 1;
    },
    onLost: () => {
      lost += 1;
    },
  });
  heartbeat.start();
});

afterEach(() => {
  heartbeat.stop();
  vi.useRealTimers();
});

/** Lets time pass in which something comes every so often. */
function hear(ms: number, everyMs: number): void {
  for (let passed = 0; passed < ms; passed += everyMs) {
    vi.advanceTimersByTime(everyMs);
    heartbeat.heard();
  }
}

/** Time passes and no timer counts it. */
function sleep(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

test('rule 5: asks after 20 s in which nothing came, not while something comes', () => {
  hear(60_000, 19_000);
  expect(asked).toBe(0);
  vi.advanceTimersByTime(19_999);
  expect(asked).toBe(0);
  vi.advanceTimersByTime(1);
  expect(asked).toBe(1);
});

test('rule 5: it is lost 10 s after a question without an answer, and not before', () => {
  vi.advanceTimersByTime(29_999);
  expect(lost).toBe(0);
  vi.advanceTimersByTime(1);
  expect([asked, lost]).toEqual([1, 1]);
});

test('rule 5: whatever comes is an answer, and the next silence is asked about again', () => {
  vi.advanceTimersByTime(25_000);
  heartbeat.heard();
  vi.advanceTimersByTime(19_999);
  expect([asked, lost]).toEqual([1, 0]);
  vi.advanceTimersByTime(1);
  expect(asked).toBe(2);
});

test('after sleep that nobody tells of, it is noticed within seconds', () => {
  sleep(3_600_000);
  vi.advanceTimersByTime(5_000);
  expect(asked).toBe(1);
  vi.advanceTimersByTime(2_000);
  expect(lost).toBe(1);
});

test('who comes back is not kept waiting: asked at once, lost after two seconds', () => {
  vi.advanceTimersByTime(25_000);
  heartbeat.wake();
  heartbeat.wake();
  expect(asked).toBe(2);
  vi.advanceTimersByTime(2_000);
  expect(lost).toBe(1);
});

test('who types into silence hears within seconds that nobody listens; into a lively terminal nothing is asked', () => {
  hear(10_000, 1_000);
  heartbeat.rely();
  expect(asked).toBe(0);
  vi.advanceTimersByTime(5_000);
  for (let key = 0; key < 10; key += 1) heartbeat.rely();
  expect(asked).toBe(1);
  vi.advanceTimersByTime(5_000);
  expect(lost).toBe(1);
});

test('a clock that is put back does not silence it', () => {
  vi.advanceTimersByTime(4_000);
  sleep(-3_600_000);
  vi.advanceTimersByTime(26_000);
  expect(asked).toBe(1);
});

test('nothing is asked and nothing lost after its end', () => {
  vi.advanceTimersByTime(25_000);
  heartbeat.stop();
  vi.advanceTimersByTime(100_000);
  expect([asked, lost]).toEqual([1, 0]);
});
