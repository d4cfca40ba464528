import { expect, test } from 'vitest';
import { isLoadFailure, type Losses, nextStep, RELOADS_WITHIN_MS } from './next-step.ts';

const nowMs = 1_000_000;

const stepFor = (losses: Partial<Losses>) =>
  nextStep({
    isMistakeShown: false,
    isRepeatable: true,
    rounds: 0,
    reloadsMs: [],
    nowMs,
    ...losses,
  });

test('what failed is loaded again where it stands', () => {
  expect(stepFor({})).toBe('repeat');
});

test('a page that shows a mistake stays as it is: a reload would show less', () => {
  expect(stepFor({ isMistakeShown: true })).toBe('leave');
  expect(stepFor({ isMistakeShown: true, isRepeatable: false, rounds: 8 })).toBe('leave');
});

test('the page is reloaded for what only its own code could load again', () => {
  expect(stepFor({ isRepeatable: false })).toBe('reload');
});

test('the page is reloaded where its parts fail round after round', () => {
  expect(stepFor({ rounds: 7 })).toBe('repeat');
  expect(stepFor({ rounds: 8 })).toBe('reload');
});

test('a page that is not whole after three reloads in a minute is not reloaded for ever', () => {
  const reloadsMs = [nowMs - 50_000, nowMs - 20_000, nowMs - 10_000];
  expect(stepFor({ isRepeatable: false, reloadsMs: reloadsMs.slice(1) })).toBe('reload');
  expect(stepFor({ isRepeatable: false, reloadsMs })).toBe('give-up');
  expect(stepFor({ isRepeatable: false, reloadsMs, nowMs: nowMs + 10_000 })).toBe('reload');
});

test('reloads long past count no more, however many they are', () => {
  const reloadsMs = Array.from({ length: 50 }, (_, index) => nowMs - RELOADS_WITHIN_MS - index);
  expect(stepFor({ isRepeatable: false, reloadsMs })).toBe('reload');
});

test.each([
  [new TypeError('Failed to fetch dynamically imported module: http://localhost:4321/src/lib/pop-out.ts'), true],
  [new TypeError('error loading dynamically imported module: http://localhost:4321/src/lib/pop-out.ts'), true],
  [new TypeError('Importing a module script failed.'), true],
  [new TypeError('Cannot read properties of undefined'), false],
  [new Error('Failed to fetch dynamically imported module'), false],
  ['Importing a module script failed.', false],
])('%s: a failure to load is %s', (error, expected) => {
  expect(isLoadFailure(error)).toBe(expected);
});
