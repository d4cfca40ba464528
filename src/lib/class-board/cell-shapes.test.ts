import { expect, test } from 'vitest';
import { cellLetter, cellStates, readCell } from '../../shared/class-board.ts';
import { cellShapes } from './cell-shapes.ts';

const all = cellStates.flatMap((state) =>
  [false, true].flatMap((hintUsed) => [false, true].map((solutionShown) => ({ state, hintUsed, solutionShown }))),
);

test('each cell is one letter, and is read back as it was', () => {
  const row = all.map(cellLetter).join('');
  expect(new Set(row).size).toBe(all.length);
  expect(row).toMatch(/^[a-t]+$/);
  expect(all.map((_, index) => readCell(row, index))).toEqual(all);
  expect(readCell(row, 99)).toEqual({ state: 'untouched', hintUsed: false, solutionShown: false });
});

test('each cell has a form of its own, whatever its colours are', () => {
  for (const [width, height] of [
    [4, 15],
    [8, 15],
    [40, 27],
  ] as const) {
    const forms = all.map((cell) =>
      JSON.stringify(cellShapes(cell, width, height).map(({ ink, ...place }) => [ink === 'paper', place])),
    );
    expect(new Set(forms).size, `${width} × ${height}`).toBe(all.length);
  }
});
