import { RateBudget } from '../domain/rate-budget.ts';
import type { ReadySandbox } from '../sandbox/port.ts';

/** A folder is watched from here on, and what was saved before may have been missed; or something in it was saved, made, moved or removed. */
export type FolderNews = 'ready' | 'saved';

/** Follows a folder in a sandbox until the signal, or until what follows it ends. Each piece of news may stand for many. */
export type FollowFolder = (sandbox: ReadySandbox, folder: string, signal: AbortSignal) => AsyncIterable<FolderNews>;

/** News that come quicker are one. What follows the folder waits meanwhile, so a flood stays where it is. */
const MERGE_MS = 50;

/** What ends so often is ended by somebody. There are the other triggers. */
const STARTS = { atOnce: 4, perSecond: 1 / 30 } as const;
const RESTART_DELAY_MS = 200;

export interface FileWatch extends Disposable {
  /** Begins again, where it was given up and enough time has gone by. */
  wake(): void;
}

/** Hears what is saved in a folder. What follows it may end at any time, and is started again so often. */
export function watchFiles(
  follow: (signal: AbortSignal) => AsyncIterable<FolderNews>,
  onNews: (news: FolderNews) => void,
): FileWatch {
  const life = new AbortController();
  const { signal } = life;
  const starts = new RateBudget(STARTS, performance.now());
  let isFollowing = false;

  const start = async () => {
    isFollowing = true;
    while (!signal.aborted && starts.take(performance.now())) {
      try {
        for await (const news of follow(signal)) {
          if (signal.aborted) break;
          onNews(news);
          await pause(MERGE_MS, signal);
        }
      } catch {
        // The sandbox was paused or stopped, the folder is gone, the learner ended it: none of it is a fault.
      }
      await pause(RESTART_DELAY_MS, signal);
    }
    isFollowing = false;
  };

  void start();
  return {
    wake() {
      if (!isFollowing && !signal.aborted) void start();
    },
    [Symbol.dispose]: () => life.abort(),
  };
}

/** So long, or until the signal. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(end, ms);
    function end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
    signal.addEventListener('abort', end);
  });
}
