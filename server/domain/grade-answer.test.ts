import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuestionKey } from '../../src/shared/quiz.ts';
import { type Grading, gradeAnswer, plainForm } from './grade-answer.ts';

const [a, b, c, d] = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd'];
const explanation = 'Because it is so.';

type Key<Kind extends QuestionKey['kind']> = Extract<QuestionKey, { kind: Kind }>;
const single: QuestionKey = {
  kind: 'single',
  options: [
    { id: a, why: 'Not a.' },
    { id: b, why: null },
  ],
  explanation,
};
const multiple: QuestionKey = {
  kind: 'multiple',
  options: [
    { id: a, why: null },
    { id: b, why: 'Not b.' },
    { id: c, why: null },
    { id: d, why: 'Not d.' },
  ],
  explanation,
};
const order: QuestionKey = {
  kind: 'order',
  options: [
    { id: a, why: null },
    { id: b, why: null },
    { id: c, why: 'It needs b.' },
    { id: d, why: null },
  ],
  explanation,
};
const number: Key<'number'> = {
  kind: 'number',
  value: 50,
  tolerance: 5,
  unit: 'MB',
  less: 'Whole files.',
  more: null,
  explanation,
};
const text: Key<'text'> = {
  kind: 'text',
  accepted: ['COPY', 'the COPY instruction'],
  wrong: [{ form: 'ADD', why: 'It unpacks, too.' }],
  explanation,
};

/** What the learner reads: the explanation of the right answer where it is right. */
function told(grading: Grading): string {
  if (grading.kind === 'unfit') return `unfit: ${grading.message}`;
  const { isCorrect, explanation: remarks } = grading.verdict;
  return `${isCorrect ? 'right' : 'wrong'}: ${remarks.map((remark) => remark.text).join(' ')}`;
}

const RIGHT = `right: ${explanation}`;

test('of a single choice, what was chosen is explained and nothing else', () => {
  expect(told(gradeAnswer(single, [b]))).toBe(RIGHT);
  expect(told(gradeAnswer(single, [a]))).toBe('wrong: Not a.');
  expect(told(gradeAnswer(single, [a, b]))).toMatch(/^unfit: Choose one/);
  for (const answer of [[], [c], ['__proto__'], [b, b]]) expect(gradeAnswer(single, answer).kind).toBe('unfit');
});

test('of a multiple choice, each wrong option that was chosen is explained', () => {
  expect(told(gradeAnswer(multiple, [c, a]))).toBe(RIGHT);
  expect(told(gradeAnswer(multiple, [a, b, c, d]))).toBe('wrong: Not b. Not d.');
  expect(told(gradeAnswer(multiple, [a]))).toMatch(/^wrong: .*Something is missing/);
  expect(gradeAnswer(multiple, [b])).toMatchObject({ verdict: { explanation: [{ option: b, text: 'Not b.' }] } });
  expect(gradeAnswer(multiple, [c, a])).toMatchObject({ answer: [a, c] });
});

test('of an order, the first place that is wrong is named', () => {
  expect(told(gradeAnswer(order, [a, b, c, d]))).toBe(RIGHT);
  expect(told(gradeAnswer(order, [a, c, b, d]))).toBe(
    'wrong: The first place is right. What stands at place 2 comes later. It needs b.',
  );
  expect(told(gradeAnswer(order, [b, a, c, d]))).toBe('wrong: What stands at place 1 comes later.');
  expect(told(gradeAnswer(order, [a, b, d, c]))).toMatch(/^wrong: The first 2 places are right. .*place 3 comes later/);
  for (const answer of [
    [a, b, c],
    [a, b, c, c],
    [a, b, c, d, d],
  ]) {
    expect(gradeAnswer(order, answer).kind).toBe('unfit');
  }
});

test('only one order of an order is right, and what is said to come later does', () => {
  const right = order.kind === 'order' ? order.options.map(({ id }) => id) : [];
  fc.assert(
    fc.property(fc.shuffledSubarray(right, { minLength: right.length }), (answer) => {
      const grading = gradeAnswer(order, answer);
      if (grading.kind !== 'graded') throw new Error('A whole order was refused.');
      expect(grading.verdict.isCorrect).toBe(answer.join() === right.join());
      if (grading.verdict.isCorrect) return;
      const named = grading.verdict.explanation[0]?.option ?? '';
      expect(right.indexOf(named)).toBeGreaterThan(answer.indexOf(named));
    }),
  );
});

test('a number is right within its tolerance, and else too small or too large', () => {
  expect(told(gradeAnswer(number, ['55']))).toBe(RIGHT);
  expect(told(gradeAnswer(number, [' 45,0 mb']))).toBe(RIGHT);
  expect(told(gradeAnswer(number, ['44.9']))).toBe('wrong: Whole files.');
  expect(told(gradeAnswer(number, ['56']))).toBe('wrong: It is less.');
  expect(told(gradeAnswer(number, ['fifty']))).toMatch(/^unfit: .*in figures/);
});

test('tolerance counts on both sides, for any number', () => {
  const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(finite, fc.double({ min: 0, max: 1e6, noNaN: true }), finite, (value, tolerance, given) => {
      const grading = gradeAnswer({ ...number, value, tolerance }, [given.toFixed(3)]);
      if (grading.kind !== 'graded') throw new Error(`${given} was refused.`);
      const distance = Math.abs(Number(given.toFixed(3)) - value);
      // At the very edge floats decide.
      fc.pre(Math.abs(distance - tolerance) > 1e-6);
      expect(grading.verdict.isCorrect).toBe(distance < tolerance);
    }),
  );
});

test('a fraction that floats can’t hold is right', () => {
  expect(told(gradeAnswer({ ...number, value: 0.3, tolerance: 0.1 }, ['0.4']))).toBe(RIGHT);
  expect(told(gradeAnswer({ ...number, value: 0.1 + 0.2, tolerance: 0 }, ['0.3']))).toBe(RIGHT);
});

test('of a short answer, every accepted form is right, and known mistakes are explained', () => {
  expect(told(gradeAnswer(text, ['COPY']))).toBe(RIGHT);
  expect(told(gradeAnswer(text, ['“The  copy instruction.”']))).toBe(RIGHT);
  expect(told(gradeAnswer(text, ['add']))).toBe('wrong: It unpacks, too.');
  expect(told(gradeAnswer(text, ['COPYING']))).toBe('wrong: That is not it.');
  expect(told(gradeAnswer(text, [' \t ']))).toMatch(/^unfit: Enter/);
  expect(told(gradeAnswer({ ...text, accepted: ['.'] }, ['.']))).toBe(RIGHT);
});

test('an author may tell forms apart that differ in case alone', () => {
  const key: QuestionKey = { ...text, accepted: ['-p'], wrong: [{ form: '-P', why: 'All of them.' }] };
  expect(told(gradeAnswer(key, ['-p']))).toBe(RIGHT);
  expect(told(gradeAnswer(key, [' -P ']))).toBe('wrong: All of them.');
});

test('case and spaces of a short answer are forgiven, other letters are not', () => {
  const spaces = fc.stringMatching(/^[ \t\u00a0]{0,3}$/);
  const words = fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(words, spaces, fc.boolean(), (form, space, isLoud) => {
      const key: QuestionKey = { ...text, accepted: [form.join(' ')] };
      const typed = space + form.join(` ${space}`) + space;
      expect(told(gradeAnswer(key, [isLoud ? typed.toUpperCase() : typed]))).toBe(RIGHT);
      expect(told(gradeAnswer(key, [`${typed.trim()}z`]))).toMatch(/^wrong/);
      expect(told(gradeAnswer(key, [`z${typed.trim()}`]))).toMatch(/^wrong/);
    }),
  );
});

test('a form that was made plain is plain', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (line) => {
      // Letters such as İ change when they are made small a second time.
      fc.pre(line.toLowerCase() === line.toLowerCase().normalize('NFKC').toLowerCase());
      expect(plainForm(plainForm(line))).toBe(plainForm(line));
    }),
  );
});

test('no remark about a wrong answer has the explanation of the right one in it', () => {
  const wrong: [QuestionKey, string[]][] = [
    [single, [a]],
    [multiple, [a, b]],
    [multiple, [a]],
    [order, [b, a, c, d]],
    [number, ['1']],
    [text, ['ADD']],
    [text, ['x']],
  ];
  for (const [key, answer] of wrong) expect(told(gradeAnswer(key, answer))).not.toContain(explanation);
});
