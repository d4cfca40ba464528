import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FolderNews, watchFiles } from './file-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What follows a folder, in the hands of the test. */
function startFollower({ endsAtOnce = false } = {}) {
  const followed = { starts: 0, taken: 0, signals: [] as AbortSignal[] };
  async function* follow(signal: AbortSignal): AsyncGenerator<FolderNews> {
    followed.starts += 1;
    followed.signals.push(signal);
    yield 'ready';
    if (endsAtOnce) throw new Error('ended');
    for (;;) {
      followed.taken += 1;
      yield 'saved';
    }
  }
  const news: FolderNews[] = [];
  const watch = watchFiles(follow, (each) => news.push(each));
  return { followed, news, watch };
}

test('a flood is taken a piece at a time', async () => {
  const { followed, news, watch } = startFollower();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(news.slice(0, 3)).toEqual(['ready', 'saved', 'saved']);
  expect(followed.taken).toBeLessThanOrEqual(21);
  watch[Symbol.dispose]();
});

test('what ends is started again a few times, then given up until something else happens much later', async () => {
  const { followed, watch } = startFollower({ endsAtOnce: true });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(followed.starts).toBe(4);
  watch.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(followed.starts).toBe(4);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(followed.starts).toBe(4);
  watch.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(followed.starts).toBe(5);
  watch[Symbol.dispose]();
});

test('nothing is heard or started after the end', async () => {
  const { followed, news, watch } = startFollower();
  await vi.advanceTimersByTimeAsync(100);
  watch[Symbol.dispose]();
  const heard = news.length;
  watch.wake();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(news).toHaveLength(heard);
  expect(followed.starts).toBe(1);
  expect(followed.signals[0]?.aborted).toBe(true);
});
