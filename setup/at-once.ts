/**
 * Works through items in their order, so many at a time. Rejects with the first error, once all that was under way has ended; what was not begun by
 * then isn't.
 */
export async function atOnce<Item>(
  count: number,
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const waiting = items.entries();
  let hasFailed = false;
  const take = async () => {
    for (const [index, item] of waiting) {
      if (hasFailed) return;
      try {
        await work(item, index);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: count }, take));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
