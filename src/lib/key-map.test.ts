import { expect, test } from 'vitest';
import { keyMap } from './key-map.ts';

test('within one place, no keys do two things', () => {
  for (const { place, lines } of keyMap) {
    const pressed = lines.map(({ keys }) => keys.join('+'));
    expect(new Set(pressed).size, place).toBe(pressed.length);
  }
});

test('each place is there once, and each line says what it does', () => {
  expect(new Set(keyMap.map(({ place }) => place)).size).toBe(keyMap.length);
  for (const { does } of keyMap.flatMap(({ lines }) => lines)) expect(does).toMatch(/^[A-Z].*[^.]$/);
});
