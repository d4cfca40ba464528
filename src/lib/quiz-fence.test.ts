import { expect, test } from 'vitest';
import { readQuizFence } from './quiz-fence.ts';
import { textHash } from './quiz-question.ts';

const read = (text: string, words = 'an-id') => readQuizFence({ words, text });

function right(text: string) {
  const fence = read(text);
  if (!fence.isOk) throw new Error(fence.mistakes.map(({ mistake }) => mistake).join('\n'));
  return fence;
}

function mistakes(text: string, words?: string): string[] {
  const fence = read(text, words);
  return fence.isOk ? [] : fence.mistakes.map(({ line, mistake }) => `${line}: ${mistake}`);
}

const SINGLE = `
How many layers
has the image?

( ) 8
    That counts every instruction.
    Most are settings.
(x) 5
right: Only \`COPY\` changes files.
  The rest are settings.
`;

test('a single choice is read, with what is indented below its options', () => {
  const { shown, key } = right(SINGLE);
  expect(shown).toEqual({
    id: 'an-id',
    kind: 'single',
    prompt: 'How many layers has the image?',
    options: [
      { id: textHash('8'), text: '8' },
      { id: textHash('5'), text: '5' },
    ],
    unit: undefined,
  });
  expect(key).toEqual({
    kind: 'single',
    options: [
      { id: textHash('8'), why: 'That counts every instruction. Most are settings.' },
      { id: textHash('5'), why: null },
    ],
    explanation: 'Only `COPY` changes files. The rest are settings.',
  });
});

test('a multiple choice has as many right options as it has', () => {
  const { key } = right('Which?\n[x] A\n[ ] B\n  Not B.\n[X] C\nright: So.');
  expect(key).toMatchObject({ kind: 'multiple', options: [{ why: null }, { why: 'Not B.' }, { why: null }] });
});

test('an order is kept as it is written, and shown in another that stays', () => {
  const text = 'Order?\n1. One\n   It comes first.\n2. Two\n3. Three\n4. Four\nright: So.';
  const { shown, key } = right(text);
  const written = ['One', 'Two', 'Three', 'Four'];
  expect(key).toMatchObject({ kind: 'order', options: written.map((option) => ({ id: textHash(option) })) });
  expect(key).toMatchObject({ options: [{ why: 'It comes first.' }, { why: null }, { why: null }, { why: null }] });
  const seen = shown.options.map((option) => option.text);
  expect(seen.toSorted()).toEqual(written.toSorted());
  expect(seen).not.toEqual(written);
  expect(right(text).shown).toEqual(shown);
});

test('no order is ever shown as it is right', () => {
  for (let count = 0; count < 200; count += 1) {
    const options = ['a', 'b', 'c'].map((letter) => `${letter}${count}`);
    const { shown } = right(`Order?\n${options.map((option) => `1. ${option}`).join('\n')}\nright: So.`);
    expect(shown.options.map(({ text }) => text)).not.toEqual(options);
  }
});

test('a number has a tolerance, a unit and hints, or none of them', () => {
  expect(right('How much?\nnumber: 50 ± 5.5 MB\nless: More.\nmore: Less.\nright: So.').key).toEqual({
    kind: 'number',
    value: 50,
    tolerance: 5.5,
    unit: 'MB',
    less: 'More.',
    more: 'Less.',
    explanation: 'So.',
  });
  expect(right('How many?\nnumber: -2\nright: So.').key).toMatchObject({
    value: -2,
    tolerance: 0,
    unit: null,
    less: null,
  });
  expect(right('How many?\nnumber: 5 +- 1\nright: So.').key).toMatchObject({ value: 5, tolerance: 1 });
  expect(right('How many?\nnumber: 5 layers\nright: So.').shown).toMatchObject({ unit: 'layers', options: [] });
});

test('a short answer has accepted forms, and known mistakes with their reasons', () => {
  expect(right('Which?\nanswer: COPY\nanswer: COPY . .\nnot: ADD\n  It unpacks.\nright: So.').key).toEqual({
    kind: 'text',
    accepted: ['COPY', 'COPY . .'],
    wrong: [{ form: 'ADD', why: 'It unpacks.' }],
    explanation: 'So.',
  });
});

test('an option that is worded anew has another id, and the others keep theirs', () => {
  const before = right(SINGLE).shown.options.map(({ id }) => id);
  const after = right(SINGLE.replace('( ) 8', '( ) Eight')).shown.options.map(({ id }) => id);
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).toBe(before[1]);
});

test('a question without a usable id gets one proposed', () => {
  const proposed = /^-1: .*```quiz has-the-image\. .*do not change it later/;
  expect(mistakes(SINGLE, '')).toEqual([expect.stringMatching(proposed)]);
  expect(mistakes(SINGLE, 'Layer count')).toEqual([expect.stringMatching(/^-1: "Layer count" is no id/)]);
});

test('each mistake is named with its line and what to do', () => {
  const found: [string, RegExp][] = [
    ['Which?\n( ) A\n(x) B\nright: So.', /^1: nothing says why "A" is wrong\. Write it below, indented\.$/],
    ['Which?\n(x) A\n  So.\n( ) B\n  No.\nright: So.', /^2: "So\." is not read here\. .*below "right:"\.$/],
    ['Which?\n( ) A\n  No.\n(x) B', /^-1: nothing says why the right answer is right/],
    ['Which?\n( ) A\n  No.\n( ) B\n  No.\nright: So.', /^1: 0 options are marked \(x\)/],
    ['Which?\n(x) A\n(x) B\nright: So.', /^1: 2 options are marked \(x\).*Use \[ \] and \[x\]/],
    ['Which?\n[ ] A\n  No.\n[ ] B\n  No.\nright: So.', /^1: no option is marked \[x\]/],
    ['Which?\n( ) A\n  No.\n[x] B\nright: So.', /^3: "\[ \]" can’t stand in a question with "\( \)"/],
    ['Which?\n(x) A\n( ) A\n  No.\nright: So.', /^2: the option "A" is there twice/],
    ['Which?\n(x) A\nright: So.', /^1: there are 1 options\. Give 2 to 8\.$/],
    ['Which?\n(x) A\n( )\n  No.\nright: So.', /^2: an option is empty/],
    ['Which?\n(x) A\n( ) B\n  No.\nIt goes on.\nright: So.', /^4: "It goes on\." belongs to nothing/],
    ['Which?\n1. A\n2. B\nright: So.', /^1: there are 2 options\. Give 3 to 8/],
    ['Which?\nright: So.', /^-1: there is nothing to answer/],
    ['( ) A\n  No.\n(x) B\nright: So.', /^0: the question is missing/],
    ['How many?\nnumber: five\nright: So.', /^1: "number: five" is not read.*"number: 50 ± 5 MB"/],
    ['How many?\nnumber: 5\nnumber: 6\nright: So.', /^2: there is a second "number:"/],
    ['How many?\nnumber: 5\n  So.\nright: So.', /^2: "So\." is not read here/],
    ['Which?\nanswer: A\nless: No.\nright: So.', /^2: "less:" can’t stand/],
    ['Which?\nanswer: A\nnot: B\nright: So.', /^2: nothing says why "B" is wrong/],
    ['Which?\nanswer:\nright: So.', /^1: there is no word behind the colon/],
    ['Which?\nanswer: A\nright: So.\nright: So!', /^3: there is a second "right:"/],
    [`Which ${'x'.repeat(400)}?\nanswer: A\nright: So.`, /^0: the question is longer than 400 characters/],
  ];
  for (const [text, pattern] of found) expect(mistakes(text), text).toEqual([expect.stringMatching(pattern)]);
});

test('all mistakes of a block are named at once', () => {
  expect(mistakes('Which?\n( ) A\n( ) B\nlost', '')).toHaveLength(6);
});
