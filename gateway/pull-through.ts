import { type Distribution, startDistribution } from './distribution.ts';
import { cacheStorage } from './paths.ts';

/** Not long enough for a learner to give up; a public registry answers in a tenth of it. */
const REACH_TIMEOUT_MS = 3_000;
/** A host that was taken to a place without Internet, or back, is asked again after this time. */
const ASK_AGAIN_MS = 60_000;

const settings = { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: cacheStorage };

/** What public images come through, and stay in. Started with the first that is asked for. */
export interface PullThrough {
  /** Of a registry that has what was fetched before, and fetches the rest where the public one is reached. */
  socketPath(): Promise<string>;
  /** Whether the public registry answers now. */
  isReachable(): Promise<boolean>;
  stop(): Promise<void>;
}

export function createPullThrough(upstream: URL, now: () => number): PullThrough {
  let current: { readonly distribution: Distribution; readonly isOnline: boolean; readonly at: number } | undefined;
  let changing: Promise<void> | undefined;

  const isReachable = async (): Promise<boolean> => {
    try {
      const answer = await fetch(new URL('/v2/', upstream), { signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
      return answer.status === 200 || answer.status === 401;
    } catch {
      return false;
    }
  };

  const start = async (isOnline: boolean): Promise<void> => {
    const distribution = isOnline
      ? await startDistribution('cache', 'cache', { ...settings, REGISTRY_PROXY_REMOTEURL: upstream.href })
      : await startDistribution('cache', 'course', settings);
    const started = { distribution, isOnline, at: now() };
    current = started;
    void distribution.ended.then(() => {
      if (current === started) current = undefined;
    });
  };

  /** Without its upstream, Distribution would not start; as a registry of its own it still has what was fetched. */
  const change = async (): Promise<void> => {
    const isOnline = await isReachable();
    if (current?.isOnline === isOnline) {
      current = { ...current, at: now() };
      return;
    }
    await current?.distribution.stop();
    await start(isOnline).catch(() => start(false));
  };

  return {
    isReachable,
    async socketPath() {
      if (!current || (!current.isOnline && now() - current.at > ASK_AGAIN_MS)) {
        changing ??= change().finally(() => {
          changing = undefined;
        });
        await changing;
      }
      if (!current) throw new Error('What was fetched from the public registry can not be served.');
      return current.distribution.socketPath;
    },
    async stop() {
      await changing?.catch(() => {});
      await current?.distribution.stop();
    },
  };
}
