import { expect, test } from 'vitest';
import { splitInlineCode } from './inline-code.ts';

const code = (text: string) => ({ text, isCode: true });
const plain = (text: string) => ({ text, isCode: false });

test('backticks mark code', () => {
  expect(splitInlineCode('Pull `nginx:1.26` now')).toEqual([plain('Pull '), code('nginx:1.26'), plain(' now')]);
  expect(splitInlineCode('`a` and `b`')).toEqual([code('a'), plain(' and '), code('b')]);
  expect(splitInlineCode('nothing')).toEqual([plain('nothing')]);
});

test('a lone backtick stands for itself', () => {
  expect(splitInlineCode('a ` b')).toEqual([plain('a ` b')]);
  expect(splitInlineCode('`a` and ` b')).toEqual([code('a'), plain(' and ` b')]);
});
