import { expect, test } from 'vitest';
import { fail, pass, type Verdict } from '../../src/shared/exercise/index.ts';
import { hasHintsLeft, isNews, readProgress, withAttempt, withDeed } from './progress.ts';

const exercise = { id: 'x', tasks: [{ id: 'a', hints: ['look', 'look again'] }, { id: 'b' }], solution: 'make all' };
const at = (minute: number) => `2026-01-02T03:0${minute}:00.000Z`;

test('nothing was done: every task is open, and no hint, answer or solution is told', () => {
  expect(readProgress(exercise, [], [])).toEqual({
    exercise: 'x',
    tasks: [
      { id: 'a', passedAt: null, verdict: null, hints: [], hintCount: 2, answer: null },
      { id: 'b', passedAt: null, verdict: null, hints: [], hintCount: 0, answer: null },
    ],
    isTried: false,
    solution: null,
  });
});

test('a task once passed stays passed, and shows the latest verdict beside it', () => {
  const attempts = [
    { task: 'a', verdict: fail('1 of 2'), at: at(1) },
    { task: 'a', verdict: pass(), at: at(2) },
    { task: 'a', verdict: fail('gone'), at: at(3) },
    { task: 'a', verdict: pass(), at: at(4) },
    { task: 'a', verdict: fail('gone again'), at: at(5) },
  ];
  expect(readProgress(exercise, attempts, []).tasks[0]).toMatchObject({
    id: 'a',
    passedAt: at(2),
    verdict: fail('gone again'),
  });
});

test('hints are those that were opened, in their order, and no more than there are', () => {
  const hint = { kind: 'hint', task: 'a' };
  const opened = (count: number) => readProgress(exercise, [], Array(count).fill(hint)).tasks[0]?.hints;
  expect([opened(0), opened(1), opened(2), opened(3)]).toEqual([
    [],
    ['look'],
    ['look', 'look again'],
    ['look', 'look again'],
  ]);
});

test('the answer is the last, and what was tried and looked at is known', () => {
  const state = readProgress(
    exercise,
    [],
    [
      { kind: 'try' },
      { kind: 'answer', task: 'b', text: '3' },
      { kind: 'solution' },
      { kind: 'answer', task: 'b', text: '4' },
      { kind: 'quiz' },
    ],
  );
  expect(state).toMatchObject({ isTried: true, solution: 'make all' });
  expect(state.tasks.map(({ answer }) => answer)).toEqual([null, '4']);
});

test('what was decided about an answer does not hold for the next one, but a pass does', () => {
  const passed = withAttempt(readProgress(exercise, [], []), { task: 'b', verdict: pass(), at: at(1) });
  const [, task] = withDeed(exercise, passed, { kind: 'answer', task: 'b', text: '5' }).tasks;
  expect(task).toMatchObject({ answer: '5', verdict: null, passedAt: at(1) });
});

test('hints are left as long as a task that is open has one', () => {
  const hint = { kind: 'hint', task: 'a' };
  expect(hasHintsLeft(readProgress(exercise, [], [hint]))).toBe(true);
  expect(hasHintsLeft(readProgress(exercise, [], [hint, hint]))).toBe(false);
  expect(hasHintsLeft(readProgress(exercise, [{ task: 'a', verdict: pass(), at: at(1) }], []))).toBe(false);
});

test('of a task that gives points the most that were ever earned count, and never more than there are', () => {
  const graded = { ...exercise, tasks: [{ id: 'a', points: 10 }] };
  const earned = (...verdicts: Verdict[]) =>
    readProgress(
      graded,
      verdicts.map((verdict, minute) => ({ task: 'a', verdict, at: at(minute) })),
      [],
    ).tasks[0]?.points;
  expect(earned()).toEqual({ earned: 0, of: 10 });
  expect(earned(pass({ points: 4 }))).toEqual({ earned: 4, of: 10 });
  expect(earned(pass({ points: 8 }), pass({ points: 4 }), fail('gone'))).toEqual({ earned: 8, of: 10 });
  // Logged before the task gave points, or when it gave more.
  expect(earned(pass())).toEqual({ earned: 10, of: 10 });
  expect(earned(pass({ points: 30 }))).toEqual({ earned: 10, of: 10 });
});

test('what is logged of a task that the exercise no longer has does not count', () => {
  const attempts = [{ task: 'old', verdict: pass(), at: at(1) }];
  const deeds = [
    { kind: 'hint', task: 'old' },
    { kind: 'answer', task: 'old', text: '1' },
  ];
  expect(readProgress(exercise, attempts, deeds)).toEqual(readProgress(exercise, [], []));
});

test('only what the log does not end on yet is news', () => {
  expect(isNews(null, pass())).toBe(true);
  expect(isNews(pass(), pass())).toBe(false);
  expect(isNews(fail('1 of 2'), fail('1 of 2'))).toBe(false);
  expect(isNews(fail('1 of 3'), fail('2 of 3'))).toBe(true);
  expect(isNews(fail('x'), { kind: 'error', reason: 'x' })).toBe(true);
  expect(isNews(pass({ points: 4 }), pass({ points: 4 }))).toBe(false);
  expect(isNews(pass({ points: 4 }), pass({ points: 8 }))).toBe(true);
  const sized = (value: number) => fail('Too large.', [{ label: 'Size', value, unit: 'MB' }]);
  expect(isNews(sized(90), sized(80))).toBe(true);
});
