import { expect, test } from 'vitest';
import { readAnswers, readStaysRed } from './answer-script.ts';

test('a wrong answer names the tasks that stay red', () => {
  expect(readStaysRed('# stays red: layers cow\nset -eu\n')).toEqual(['layers', 'cow']);
  expect(readStaysRed('#!/bin/bash\n# stays red:  one \n')).toEqual(['one']);
});

test('a script without that line says nothing', () => {
  expect(readStaysRed('set -eu\necho "# stays red: layers"\n')).toBeUndefined();
  expect(readStaysRed('# stays red: \n')).toEqual([]);
});

test('answers are lines of what a script prints; the last one a task counts', () => {
  const printed = 'Pulling\r\ndrydock-answer layers 7\r\ndrydock-answer saved 12 MB \ndrydock-answer layers 8\n';
  expect(readAnswers(printed)).toEqual(
    new Map([
      ['layers', '8'],
      ['saved', '12 MB'],
    ]),
  );
});

test('other lines are no answers', () => {
  expect(readAnswers('echo drydock-answer layers 7\ndrydock-answer\ndrydock-answer Layers 7\n').size).toBe(0);
});

test('an answer is no longer than a learner may enter', () => {
  expect(readAnswers(`drydock-answer a ${'x'.repeat(300)}`).get('a')).toHaveLength(200);
});
