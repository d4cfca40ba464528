import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { LogLine, LogQuery } from '../storage/class-log-port.ts';
import { LogFeed } from './log-feed.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const at = '2026-01-02T03:04:05.000Z';
const line = (sequence: number): LogLine => ({ sequence, learnerId: ada, event: { kind: 'quiz', at } });

/** A log whose lines appear in whatever order they are put in, as in a database with several writers. */
function createLog(deeds: number[]) {
  const queries: LogQuery[] = [];
  return {
    queries,
    end: async () => ({ attempts: 0, deeds: Math.max(0, ...deeds) }),
    lines: async (query: LogQuery) => {
      queries.push(query);
      if (query.log === 'attempts') return [];
      const found = deeds.filter((sequence) => sequence > query.after).sort((a, b) => a - b);
      return found.slice(0, query.limit).map(line);
    },
  };
}

let now: number;
const feeds: LogFeed[] = [];
beforeEach(() => {
  now = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  for (const feed of feeds.splice(0)) feed[Symbol.dispose]();
  vi.useRealTimers();
});

async function follow(deeds: number[]) {
  const log = createLog(deeds);
  const errors: unknown[] = [];
  const feed = new LogFeed({ log, clock: () => now, onError: (error) => errors.push(error) });
  feeds.push(feed);
  const heard: number[] = [];
  const following = await feed.follow((lines) => heard.push(...lines.map(({ sequence }) => sequence)));
  return { feed, log, heard, following, errors };
}

test('each new line is heard once, however often somebody looks', async () => {
  const deeds: number[] = [];
  const { feed, heard } = await follow(deeds);
  deeds.push(1, 2);
  await feed.look();
  deeds.push(3);
  await feed.look();
  await feed.look();
  expect(heard).toEqual([1, 2, 3]);
  expect(feed.place.deeds).toBe(3);
});

test('the last hundred numbers are heard again at the start: one of them may be committed late', async () => {
  const deeds = Array.from({ length: 250 }, (_, index) => index + 1).filter((sequence) => sequence !== 240);
  const { feed, heard } = await follow(deeds);
  expect(feed.place.deeds).toBe(150);
  await feed.look();
  expect(heard.length).toBe(99);
  deeds.push(240);
  await feed.look();
  expect(heard.at(-1)).toBe(240);
  expect(feed.place.deeds).toBe(250);
});

test('a gap is waited for, and what lies behind it is heard meanwhile', async () => {
  const deeds: number[] = [];
  const { feed, heard } = await follow(deeds);
  deeds.push(1, 3, 4);
  await feed.look();
  expect(heard).toEqual([1, 3, 4]);
  expect(feed.place.deeds).toBe(1);
  now = 9_999;
  deeds.push(2);
  await feed.look();
  expect(heard).toEqual([1, 3, 4, 2]);
  expect(feed.place.deeds).toBe(4);
});

test('a gap that lasts was rolled back, and is read no more', async () => {
  const deeds = [1, 3];
  const { feed, heard, log } = await follow([]);
  log.lines = createLog(deeds).lines;
  await feed.look();
  now = 10_000;
  await feed.look();
  expect(feed.place.deeds).toBe(3);
  deeds.push(2);
  await feed.look();
  expect(heard).toEqual([1, 3]);
});

test('more than fits a page is read in pages', async () => {
  const deeds: number[] = [];
  const { feed, heard, log } = await follow(deeds);
  deeds.push(...Array.from({ length: 1_200 }, (_, index) => index + 1));
  await feed.look();
  expect(heard).toEqual(deeds);
  const pages = log.queries.filter(({ log: which }) => which === 'deeds').map(({ after }) => after);
  expect(pages).toEqual([0, 500, 1_000]);
});

test('it looks twice a second by itself, at once after a nudge, and not at all when nobody listens', async () => {
  const deeds: number[] = [];
  const { feed, heard, following, log } = await follow(deeds);
  deeds.push(1);
  await vi.advanceTimersByTimeAsync(500);
  expect(heard).toEqual([1]);
  deeds.push(2);
  for (let count = 0; count < 20; count += 1) feed.nudge();
  await vi.advanceTimersByTimeAsync(50);
  expect(heard).toEqual([1, 2]);
  following[Symbol.dispose]();
  const asked = log.queries.length;
  feed.nudge();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(log.queries.length).toBe(asked);
});

test('a store that does not answer is told of, and asked again', async () => {
  const deeds: number[] = [];
  const { heard, log, errors } = await follow(deeds);
  const { lines } = log;
  log.lines = () => Promise.reject(new Error('locked'));
  await vi.advanceTimersByTimeAsync(500);
  expect(errors).toHaveLength(1);
  log.lines = lines;
  deeds.push(1);
  await vi.advanceTimersByTimeAsync(500);
  expect(heard).toEqual([1]);
});
