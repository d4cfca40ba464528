import { beforeEach, expect, test, vi } from 'vitest';
import { type Draft, keepDrafts, keptDrafts } from './kept-drafts.ts';

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});

const draft = (path: string, text: string): Draft => ({ path, text, etag: 'a'.repeat(64) });

test('what was kept comes back, and what is no draft does not', () => {
  expect(keepDrafts([draft('a', 'x'), draft('b', 'y')])).toBe(true);
  expect(keptDrafts()).toEqual([draft('a', 'x'), draft('b', 'y')]);
  for (const nonsense of ['', '{', '[{"path":1}]']) {
    kept.set('drydock.drafts', nonsense);
    expect(keptDrafts()).toEqual([]);
  }
});

test('what there is no room for is not kept, and that is said', () => {
  expect(keepDrafts([draft('a', 'x'.repeat(600_000)), draft('b', 'y'.repeat(600_000))])).toBe(false);
  expect(keptDrafts().map(({ path }) => path)).toEqual(['a']);
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  });
  expect(keepDrafts([draft('a', 'x')])).toBe(false);
  expect(keepDrafts([])).toBe(true);
});
