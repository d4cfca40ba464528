import { expect, test } from 'vitest';
import { atOnce } from './at-once.ts';

test('so many are under way at a time, begun in their order', async () => {
  const begun: string[] = [];
  let now = 0;
  let most = 0;
  await atOnce(2, ['a', 'b', 'c', 'd'], async (item, index) => {
    begun.push(`${item}${index}`);
    most = Math.max(most, (now += 1));
    await Promise.resolve();
    now -= 1;
  });
  expect(begun).toEqual(['a0', 'b1', 'c2', 'd3']);
  expect(most).toBe(2);
});

test('after an error nothing more is begun, and what is under way ends first', async () => {
  const slow = Promise.withResolvers<void>();
  const ended: string[] = [];
  const working = atOnce(2, ['slow', 'bad', 'never'], async (item) => {
    if (item === 'bad') throw new Error('no');
    await slow.promise;
    ended.push(item);
  });
  await Promise.resolve();
  slow.resolve();
  await expect(working).rejects.toThrow('no');
  expect(ended).toEqual(['slow']);
});
