import { expect, test } from 'vitest';
import { closeCodes } from '../shared/protocol/index.ts';
import { describeClose } from './close-text.ts';

test('rule 7: each close for good has its words, which say what to do', () => {
  const texts = Object.values(closeCodes).map((code) => describeClose(code)?.message);
  expect(texts).toEqual(Object.keys(closeCodes).map(() => expect.stringMatching(/Reload|Retry|Press/)));
  expect(texts).toEqual(Object.keys(closeCodes).map(() => expect.stringMatching(/your work is kept|since this page/i)));
  expect(new Set(texts).size).toBe(texts.length);
});

test('who is told to reload has a button that does it', () => {
  for (const code of Object.values(closeCodes)) {
    const text = describeClose(code);
    expect(text?.remedy).toBe(text?.message.includes('Reload') ? 'reload' : 'retry');
  }
});

test('rule 7: after every other close the page connects again, and says nothing of it', () => {
  for (const code of [1000, 1001, 1005, 1006, 1011, 1012, 4000]) expect(describeClose(code)).toBeUndefined();
});
