import { expect, test } from 'vitest';
import { fail, pass, type Verdict } from '../shared/exercise/index.ts';
import type { TaskState } from '../shared/views.ts';
import { countPassed, isHelpUsedUp, markOf } from './task-mark.ts';

const AT = '2026-01-02T03:04:05Z';
const ERROR: Verdict = { kind: 'error', reason: 'No answer.' };

function task(
  passedAt: string | null,
  verdict: Verdict | null,
  hints: readonly string[] = [],
  hintCount = 2,
): TaskState {
  return { id: 'a', passedAt, verdict, hints: [...hints], hintCount, answer: null };
}

const state = (isTried: boolean, ...tasks: TaskState[]) => ({ exercise: 'x', tasks, isTried, solution: null });

test.each([
  [null, null, 'open'],
  [null, fail('No.'), 'missing'],
  [null, ERROR, 'trouble'],
  [AT, pass(), 'passed'],
  [AT, fail('Gone.'), 'undone'],
  [AT, ERROR, 'passed'],
  [AT, null, 'passed'],
] as const)('passed at %s, now %j: %s', (passedAt, verdict, mark) => {
  expect(markOf(task(passedAt, verdict))).toBe(mark);
});

test('what was undone counts as passed', () => {
  expect(countPassed(state(true, task(AT, fail('Gone.')), task(AT, pass()), task(null, fail('No.'))))).toBe(2);
  expect(countPassed(undefined)).toBe(0);
});

test('help is used up once something was tried and every hint of the open tasks is open', () => {
  expect(isHelpUsedUp(undefined)).toBe(false);
  expect(isHelpUsedUp(state(true, task(null, null, ['one'])))).toBe(false);
  expect(isHelpUsedUp(state(true, task(null, null, ['one', 'two']), task(AT, pass())))).toBe(true);
  expect(isHelpUsedUp(state(true, task(null, null, [], 0)))).toBe(true);
  expect(isHelpUsedUp(state(false, task(null, null, ['one', 'two'])))).toBe(false);
});
