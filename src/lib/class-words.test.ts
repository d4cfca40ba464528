import { expect, test } from 'vitest';
import { codeWords, dayWords, phaseAdvice, termWords, timeWords } from './class-words.ts';

const term = { startsOn: '2026-03-02', endsOn: '2026-03-06' };

test('a day is the same day everywhere', () => {
  expect(dayWords('2026-03-02')).toBe('2 March 2026');
});

test('when a class is, is said in a few words', () => {
  expect(termWords({ ...term, phase: 'planned' })).toBe('Starts on 2 March 2026');
  expect(termWords({ ...term, phase: 'on' })).toBe('Until 6 March 2026');
  expect(termWords({ ...term, phase: 'over' })).toBe('Over since 6 March 2026');
  expect(termWords({ ...term, phase: 'archived' })).toBe('Archived');
  expect(termWords({ startsOn: null, endsOn: null, phase: 'on' })).toBe('');
});

test('a learner is told what it means that a class is not on', () => {
  expect(phaseAdvice({ ...term, phase: 'planned' })).toContain('starts on 2 March 2026');
  expect(phaseAdvice({ ...term, phase: 'over' })).toContain('stays yours');
  expect(phaseAdvice({ ...term, phase: 'archived' })).toContain('stays yours');
  expect(phaseAdvice({ ...term, phase: 'on' })).toBeUndefined();
});

test('a code is shown in halves, and a time that never was as such', () => {
  expect(codeWords('ABCD2345')).toBe('ABCD-2345');
  expect(timeWords(null)).toBe('Not yet');
  expect(timeWords('2026-03-02T12:00:00.000Z')).toContain('2 Mar 2026');
});
