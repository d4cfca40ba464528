import { expect, test } from 'vitest';
import { fail, pass, type Verdict } from '../../src/shared/exercise/index.ts';
import { verdictFaults } from './verdict-faults.ts';

const decided = (verdicts: Readonly<Record<string, Verdict>>) =>
  Object.entries(verdicts).map(([task, verdict]) => ({ task, verdict }));
const good = fail('`web:1.0` has 3 layers over its base.');
const messages = (...args: Parameters<typeof verdictFaults>) => verdictFaults(...args).map(({ message }) => message);

test('exactly the named tasks are red', () => {
  expect(verdictFaults(decided({ image: pass(), page: good }), ['page'], 'after it')).toEqual([]);
});

test('a task that is red without being named, and one that is named and passed, are faults', () => {
  const found = messages(decided({ image: good, page: pass() }), ['page'], 'after wrong.sh');
  expect(found).toHaveLength(2);
  expect(found[0]).toContain('`image` is red after wrong.sh: “`web:1.0` has 3 layers');
  expect(found[1]).toContain('`page` is passed after wrong.sh, and must be red');
});

test('a check that could not run is a fault, be its task expected red or not', () => {
  const error: Verdict = { kind: 'error', reason: 'It took too long.' };
  for (const red of [[], ['page']]) {
    expect(messages(decided({ page: error }), red, 'after it')).toEqual([
      'Task `page`: its check could not run: It took too long.',
    ]);
  }
});

test('a task that does not exist can’t stay red', () => {
  expect(messages(decided({ page: good }), ['page', 'pgae'], 'after it')[0]).toContain('no task `pgae`');
});

test('a reason is a sentence, short, and says what was seen', () => {
  const found = verdictFaults(decided({ a: fail('No image'), b: fail(`\`a\` ${'x'.repeat(300)}.`) }), ['a', 'b'], '');
  expect(found.map(({ message }) => message.replace(/“.*”/, '')).join()).toMatch(/no sentence.*no figure.*305 char/);
  expect(found.filter(({ isWarning }) => isWarning)).toHaveLength(1);
});

test('a question that nobody has answered yet needs no figure', () => {
  const verdict = fail('Count them, and enter the number here.');
  expect(verdictFaults([{ task: 'count', verdict, isUnanswered: true }], ['count'], '')).toEqual([]);
});
