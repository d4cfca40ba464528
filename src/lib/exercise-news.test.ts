import { describe, expect, test } from 'vitest';
import { fail, pass, type Verdict } from '../shared/exercise/index.ts';
import type { ExerciseState, TaskState } from '../shared/views.ts';
import { exerciseNews, isNewlyWhole } from './exercise-news.ts';

const AT = '2026-01-02T03:04:05Z';
const ERROR: Verdict = { kind: 'error', reason: 'Your Docker Engine does not answer.' };

function task(id: string, passedAt: string | null, verdict: Verdict | null, answer: string | null = null): TaskState {
  return { id, passedAt, verdict, hints: [], hintCount: 0, answer };
}

function news(before: readonly TaskState[] | undefined, after: readonly TaskState[], answering = {}): string {
  const state = (tasks: readonly TaskState[]): ExerciseState => ({
    exercise: 'x',
    tasks: [...tasks],
    isTried: true,
    solution: null,
  });
  return exerciseNews(before && state(before), state(after), answering, (_, id) => `Title of ${id}`);
}

describe('ticks', () => {
  test('all that ticked at once are told in one sentence, with how far the learner is', () => {
    expect(
      news(
        [task('a', null, fail('No.')), task('b', null, null), task('c', null, null)],
        [task('a', AT, pass()), task('b', AT, pass()), task('c', null, fail('No.'))],
      ),
    ).toBe('Done: Title of a; Title of b. 2 of 3 tasks.');
  });

  test('what was known before the page heard anything is no news', () => {
    expect(news(undefined, [task('a', AT, pass()), task('b', AT, fail('Gone.'))])).toBe('');
  });
});

describe('points', () => {
  const graded = (earned: number): TaskState => ({ ...task('a', AT, pass()), points: { earned, of: 10 } });

  test('are told with the tick, and when there are more of them', () => {
    const open: TaskState = { ...task('a', null, fail('No.')), points: { earned: 0, of: 10 } };
    expect(news([open], [graded(4)])).toBe('Done: Title of a, 4 of 10 points. 1 of 1 tasks.');
    expect(news([graded(4)], [graded(8)])).toBe('More points: Title of a, 8 of 10 points.');
    expect(news([graded(8)], [graded(8)])).toBe('');
  });
});

describe('undone', () => {
  const done = task('a', AT, pass());
  const undone = task('a', AT, fail('There is no `Dockerfile` yet.'));

  test('is told once, with the reason, and that it counts', () => {
    expect(news([done], [undone])).toBe('Undone, though it still counts: Title of a. There is no Dockerfile yet.');
    expect(news([undone], [undone])).toBe('');
    expect(news([undone], [task('a', AT, fail('Another reason.'))])).toBe('');
  });

  test('and done again, too', () => {
    expect(news([undone], [done])).toBe('Done again: Title of a.');
  });

  test('a check that could not run undoes nothing', () => {
    expect(news([done], [task('a', AT, ERROR)])).toBe('');
  });
});

describe('answers', () => {
  const before = [task('a', null, fail('No number yet.'))];
  const pending = { 'x/a': '9' };

  test('a wrong one is told with the reason, though that was the same before', () => {
    expect(news(before, [task('a', null, fail('9 is not it.'), '9')], pending)).toBe(
      'Not yet: Title of a. 9 is not it.',
    );
    expect(
      news([task('a', null, fail('9 is not it.'), '9')], [task('a', null, fail('9 is not it.'), '9')], pending),
    ).toBe('Not yet: Title of a. 9 is not it.');
  });

  test('a right one ticks; where the tick was there already, it is right', () => {
    expect(news(before, [task('a', AT, pass(), '9')], pending)).toBe('Done: Title of a. 1 of 1 tasks.');
    expect(news([task('a', AT, pass(), '4')], [task('a', AT, pass(), '9')], pending)).toBe('Right: Title of a.');
  });

  test('one that was entered in another window, or is not there yet, is not told', () => {
    expect(news(before, [task('a', null, fail('8 is not it.'), '8')], pending)).toBe('');
    expect(news(before, [task('a', null, fail('9 is not it.'), '9')])).toBe('');
    expect(news(before, [task('a', null, null, '9')], pending)).toBe('');
  });

  test('trouble is said to be none of theirs', () => {
    expect(news(before, [task('a', null, ERROR, '9')], pending)).toBe(
      'Your answer could not be checked: Title of a. Your Docker Engine does not answer.',
    );
  });
});

test('an exercise is newly whole once, when its last task is done', () => {
  const state = (...tasks: TaskState[]): ExerciseState => ({ exercise: 'x', tasks, isTried: true, solution: null });
  const [done, open] = [task('a', AT, pass()), task('b', null, null)];
  const whole = state(done, task('b', AT, pass()));
  expect(isNewlyWhole(state(done, open), whole)).toBe(true);
  expect(isNewlyWhole(whole, whole)).toBe(false);
  // What was done at another visit is no news.
  expect(isNewlyWhole(undefined, whole)).toBe(false);
  expect(isNewlyWhole(state(open), state(open))).toBe(false);
});
