import { setTimeout as delay } from 'node:timers/promises';

/** How often something outside is asked whether it has happened yet. */
const POLL_MS = 100;

/** Longer than anything that is waited for here should take. */
const POLL_TIMEOUT_MS = 120_000;

/** Milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** One after the other, with the numbers from 0. */
export async function repeat<Result>(
  count: number,
  signal: AbortSignal,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < count; index += 1) {
    signal.throwIfAborted();
    results.push(await work(index));
  }
  return results;
}

/** So many at a time. Results are in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      signal.throwIfAborted();
      const index = next++;
      results[index] = await work(items[index] as Item);
    }
  };
  // All are waited for, so that none goes on while what it works on is taken away.
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}

export async function until(what: string, signal: AbortSignal, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + POLL_TIMEOUT_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await delay(POLL_MS, undefined, { signal });
  }
}
