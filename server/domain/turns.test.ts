import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('so many work at once, and the others in order as these end', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const works = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const taken = works.map(({ promise }, index) =>
    turns.take(async () => {
      begun.push(index);
      await promise;
    }),
  );
  expect(begun).toEqual([0, 1]);
  works[1]?.resolve();
  await taken[1];
  works[0]?.reject(new Error('failed'));
  await expect(taken[0]).rejects.toThrow('failed');
  for (const { resolve } of works) resolve();
  await Promise.allSettled(taken);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  await turns.take(async () => void begun.push(5));
  expect(begun.at(-1)).toBe(5);
});
