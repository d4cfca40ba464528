import { expect, test } from 'vitest';
import { answerWords, promptOf } from './quiz-texts.ts';

const texts = {
  layers: {
    which: { prompt: 'Which `one`?', options: { '0123abcd': 'The *first*', '4567abcd': 'The second' } },
    'how-much': { prompt: 'How much?', options: {} },
  },
};
const wordsOf = (question: string, answer: readonly string[]) =>
  answerWords(texts, { lesson: 'layers', question, answer });

test('a question is told as its lesson asks it, and by its name where it is gone', () => {
  expect(promptOf(texts, 'layers', 'which')).toBe('Which `one`?');
  expect(promptOf(texts, 'layers', 'long-gone')).toBe('long gone');
  expect(promptOf(undefined, 'layers', 'which')).toBe('which');
  expect(wordsOf('long-gone', ['0123abcd', 'typed'])).toEqual([
    { text: 'an option that has been changed since', isRich: false },
    { text: 'typed', isRich: false },
  ]);
});

test('chosen options are told in their words, and one that was changed since as such', () => {
  expect(wordsOf('which', ['4567abcd', '0123abcd', '89ab89ab'])).toEqual([
    { text: 'The second', isRich: true },
    { text: 'The *first*', isRich: true },
    { text: 'an option that has been changed since', isRich: false },
  ]);
});

test('what was typed stays as it was typed, also where it looks like an id', () => {
  expect(wordsOf('how-much', ['`12345678`', '12345678'])).toEqual([
    { text: '`12345678`', isRich: false },
    { text: '12345678', isRich: false },
  ]);
});
