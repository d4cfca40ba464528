import { expect, test } from 'vitest';
import { newCookie, startApp } from '../app-under-test.ts';

test('who asks ten thousand times is told to wait, and others are not', async () => {
  const { url } = await startApp();
  const [cookie, other] = [await newCookie(url), await newCookie(url)];
  const path = `${url}/api/engine/images/${'0'.repeat(64)}/manifests`;
  const ask = async (headers: Record<string, string>) => (await fetch(path, { headers })).status;
  const statuses = [];
  for (let count = 0; count < 31; count += 1) statuses.push(await ask({ cookie }));
  expect(new Set(statuses.slice(0, 30))).toEqual(new Set([409]));
  expect(statuses[30]).toBe(429);
  expect(await ask({ cookie: other })).toBe(409);
});
