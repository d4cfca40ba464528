import { expect, test } from 'vitest';
import { readPublicLimit } from './public-limit.ts';

test('the limit is read from Docker Hub’s headers', () => {
  const headers = new Headers({ 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '76;w=21600' });
  expect(readPublicLimit(headers)).toEqual({ limit: 100, remaining: 76, windowSeconds: 21_600 });
});

test('who says nothing, or something else, has no limit that is known', () => {
  expect(readPublicLimit(new Headers())).toBeUndefined();
  expect(readPublicLimit(new Headers({ 'ratelimit-limit': 'none', 'ratelimit-remaining': '1;w=1' }))).toBeUndefined();
});
