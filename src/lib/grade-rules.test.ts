import { expect, test } from 'vitest';
import { plainGradebook } from '../shared/gradebook.ts';
import { rulesInWords } from './grade-rules.ts';

const due = { lessons: { first: '2026-01-01T00:00:00.000Z' }, exercises: {} };

test('a class’s rules are said in sentences', () => {
  expect(rulesInWords(plainGradebook)).toBe(
    'Nothing is due yet, so nothing is late. Hints and solutions cost nothing.',
  );
  expect(rulesInWords({ ...plainGradebook, due })).toBe('Late work counts in full. Hints and solutions cost nothing.');
  expect(
    rulesInWords({
      ...plainGradebook,
      due,
      late: { kind: 'percent', perDayPercent: 10, floorPercent: 50 },
      graceMinutes: 15,
      hintCostPercent: 5,
    }),
  ).toBe(
    'Late work loses 10 % for each started day, until 50 % are left, after a grace of 15 minutes. Each hint takes 5 % off its task.',
  );
  expect(rulesInWords({ ...plainGradebook, due, late: { kind: 'cut-off' }, solutionCostPercent: 50 })).toBe(
    'Late work counts nothing. A task done after a look at the solution loses 50 %.',
  );
});
