import { describe, expect, test } from 'vitest';
import {
  chooseToStop,
  dueStep,
  expectedWaitMs,
  isExpiryNear,
  type LifeTimings,
  type SandboxLife,
} from './sandbox-life.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const timings: LifeTimings = {
  pauseAfterMs: 15 * MINUTE,
  stopAfterMs: 60 * MINUTE,
  expireAfterMs: 30 * DAY,
  warnBeforeExpiryMs: 7 * DAY,
  busyLimitMs: 4 * 60 * MINUTE,
};
const life = (kind: SandboxLife['kind'], activeAt = 0): SandboxLife => ({ kind, activeAt, reason: 'idle' });

describe('one step at a time', () => {
  test.each([
    ['starting', 99 * DAY, undefined],
    ['ready', 15 * MINUTE - 1, undefined],
    ['ready', 15 * MINUTE, 'pause'],
    ['ready', 99 * DAY, 'pause'],
    ['paused', 60 * MINUTE - 1, undefined],
    ['paused', 60 * MINUTE, 'stop'],
    ['stopped', 30 * DAY - 1, undefined],
    ['stopped', 30 * DAY, 'expire'],
    ['expired', 99 * DAY, undefined],
  ] as const)('%s, idle for %d ms: %s', (kind, idleMs, step) => {
    expect(dueStep(life(kind, 1_000), 1_000 + idleMs, timings)).toBe(step);
  });
});

test('the warning comes so long before the end', () => {
  expect(isExpiryNear(0, 23 * DAY - 1, timings)).toBe(false);
  expect(isExpiryNear(0, 23 * DAY, timings)).toBe(true);
});

describe('who is stopped for the next learner', () => {
  const choose = (rows: readonly (readonly [string, SandboxLife, boolean])[]) =>
    chooseToStop(
      rows.map(([id, its, isAttended]) => [id, its, { isAttended }] as const),
      100_000,
      10_000,
    );

  test('the one that has been paused longest, its page open or not', () => {
    expect(
      choose([
        ['left', life('ready', 0), false],
        ['paused later', life('paused', 50_000), false],
        ['paused first', life('paused', 40_000), true],
        ['stopped', life('stopped', 0), false],
      ]),
    ).toBe('paused first');
  });

  test('else the one that was left longest', () => {
    expect(
      choose([
        ['left later', life('ready', 80_000), false],
        ['left first', life('ready', 70_000), false],
        ['read', life('ready', 0), true],
        ['starting', life('starting', 0), false],
      ]),
    ).toBe('left first');
  });

  test('nobody who is at work, or was a moment ago', () => {
    expect(
      choose([
        ['read', life('ready', 0), true],
        ['left just now', life('ready', 95_000), false],
      ]),
    ).toBeUndefined();
  });
});

describe('how long to wait', () => {
  const lives = [life('ready', 10 * MINUTE), life('ready', 2 * MINUTE), life('stopped', 0), life('starting', 0)];
  test('until as many as stand before have been left alone', () => {
    expect(expectedWaitMs(1, lives, 12 * MINUTE, timings)).toBe(5 * MINUTE);
    expect(expectedWaitMs(2, lives, 12 * MINUTE, timings)).toBe(13 * MINUTE);
  });
  test('a paused one gives way at once', () => {
    expect(expectedWaitMs(1, [...lives, life('paused', 11 * MINUTE)], 12 * MINUTE, timings)).toBe(0);
  });
  test('nobody can tell beyond those that run', () => {
    expect(expectedWaitMs(3, lives, 12 * MINUTE, timings)).toBeUndefined();
  });
});
