import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import { SocketPresence } from './presence.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const NOW = new Date('2026-01-02T03:04:05Z');

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('who has a page open is online, and where the page that spoke last says', () => {
  using presence = new SocketPresence(() => NOW);
  expect(presence.of(ada)).toEqual({ isOnline: false, lesson: null, exercises: [], usedMs: null });
  const one = presence.enter(ada);
  const other = presence.enter(ada);
  one.at('layers', ['three-bases']);
  other.at('identity', ['hash-it-yourself']);
  expect(presence.of(ada)).toMatchObject({ isOnline: true, lesson: 'identity' });
  one.at('layers', ['three-bases']);
  expect(presence.of(ada)).toMatchObject({ lesson: 'layers', exercises: ['three-bases', 'hash-it-yourself'] });
  one[Symbol.dispose]();
  expect(presence.of(ada)).toMatchObject({ isOnline: true, lesson: 'identity' });
});

test('a page that is reloaded is not away; one that is closed is, after a while', () => {
  using presence = new SocketPresence(() => NOW);
  const heard: boolean[] = [];
  presence.follow((learner) => heard.push(presence.of(learner).isOnline));
  presence.enter(ada)[Symbol.dispose]();
  vi.advanceTimersByTime(9_999);
  const again = presence.enter(ada);
  vi.advanceTimersByTime(60_000);
  expect(presence.of(ada).isOnline).toBe(true);
  again[Symbol.dispose]();
  vi.advanceTimersByTime(10_000);
  expect(presence.of(ada).isOnline).toBe(false);
  expect(heard.at(-1)).toBe(false);
});

test('a key is noted and not told', () => {
  using presence = new SocketPresence(() => NOW);
  const place = presence.enter(ada);
  let told = 0;
  presence.follow(() => {
    told += 1;
  });
  place.touch();
  expect(presence.of(ada).usedMs).toBe(NOW.getTime());
  expect(told).toBe(0);
});

test('a page that has closed says nothing any more', () => {
  using presence = new SocketPresence(() => NOW);
  const place = presence.enter(ada);
  place[Symbol.dispose]();
  place.at('layers', []);
  expect(presence.of(ada).lesson).toBeNull();
});
