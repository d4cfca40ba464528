import { expect, test } from 'vitest';
import { splitRichText } from './rich-text.ts';

const marks = (text: string) => splitRichText(text).map((piece) => [piece.mark ?? '', piece.text].join('|'));

test('code, emphasis and strong words are told from the rest', () => {
  expect(marks('Only `COPY` makes a *new* layer, **always**.')).toEqual([
    '|Only ',
    'code|COPY',
    '| makes a ',
    'em|new',
    '| layer, ',
    'strong|always',
    '|.',
  ]);
});

test('stars in code are code, and marks without a partner stand for themselves', () => {
  expect(marks('`COPY *.txt *` and *.log')).toEqual(['code|COPY *.txt *', '| and *.log']);
  expect(marks('2 * 3 * 4')).toEqual(['|2 * 3 * 4']);
  expect(marks('one ` tick')).toEqual(['|one ` tick']);
  expect(marks('')).toEqual([]);
});
