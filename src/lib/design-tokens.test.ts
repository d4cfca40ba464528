import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast, readTokens, textPairs } from './design-tokens.ts';

const tokens = new Map(
  readTokens(readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8')).map((token) => [
    token.name,
    token,
  ]),
);

test('contrast is as WCAG counts it', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2);
});

test.each(textPairs)('$ink can be read on $ground, in both themes', ({ ink, ground }) => {
  const [text, under] = [tokens.get(ink), tokens.get(ground)];
  for (const theme of ['light', 'dark'] as const)
    expect(contrast(text?.[theme] ?? '', under?.[theme] ?? ''), theme).toBeGreaterThanOrEqual(4.5);
});

test('a token that is the same in both themes is its value', () => {
  const [space, mono] = readTokens(':root {\n  --space-1: 0.25rem;\n  --mono:\n    a,\n    b;\n}\n');
  expect(space).toEqual({ name: 'space-1', light: '0.25rem', dark: undefined });
  expect(mono?.light).toBe('a, b');
});
