import { expect, test } from 'vitest';
import { describeEnd, describeHand, ordinal } from './help-words.ts';

test('a place in the line is said as people say it', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 103].map(ordinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '22nd',
    '103rd',
  ]);
});

test('of a raised hand only what is known is said', () => {
  expect(describeHand({ ahead: 0, told: [], helper: null })).toBe(
    'You are next. No instructor has the list open right now; it waits for them.',
  );
  expect(describeHand({ ahead: 1, told: ['Ada'], helper: null })).toBe(
    'You are 2nd in the class. Ada has the list open.',
  );
  expect(describeHand({ ahead: 2, told: ['Ada', 'Grace'], helper: null })).toBe(
    'You are 3rd in the class. Ada and Grace have the list open.',
  );
});

test('who asks is named in the place of the line', () => {
  expect(describeHand({ ahead: 3, told: [], helper: 'Grace' })).toBe('Grace asks to look at your terminal.');
});

test('an end says whether anything is still seen', () => {
  for (const reason of ['learner', 'helper', 'not-allowed', 'away'] as const) {
    expect(describeEnd(reason, 'Grace')).toMatch(/sees nothing of yours/);
  }
});
