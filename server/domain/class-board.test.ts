import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCell } from '../../src/shared/class-board.ts';
import { fail, pass, type Verdict } from '../../src/shared/exercise/index.ts';
import {
  describeLearner,
  describeTasks,
  STUCK_AFTER_FAILING_MS,
  STUCK_AFTER_QUIET_MS,
  STUCK_AFTER_READING_MS,
  type Whereabouts,
} from './class-board.ts';
import {
  type BoardEvent,
  createBoardPlan,
  type LearnerProgress,
  noProgress,
  withBoardEvent,
} from './class-progress.ts';
import { quantile, summarise, taskTimeMs } from './class-summary.ts';

const plan = createBoardPlan([
  ['web', { tasks: [{ id: 'build' }, { id: 'run' }] }],
  ['slim', { tasks: [{ id: 'small' }] }],
]);
const [BUILD, RUN, SMALL] = [0, 1, 2];
const START_MS = Date.parse('2026-01-02T09:00:00.000Z');
const at = (seconds: number) => new Date(START_MS + seconds * 1_000).toISOString();

const attempt = (seconds: number, task: string, verdict: Verdict, exercise = 'web'): BoardEvent => ({
  kind: 'attempt',
  exercise,
  task,
  verdict,
  at: at(seconds),
});
const read = (...events: readonly BoardEvent[]): LearnerProgress =>
  events.reduce((progress, event) => withBoardEvent(plan, progress, event), noProgress);

const here: Whereabouts = { isOnline: true, lesson: 'first', exercises: ['web'], usedMs: null };
const away: Whereabouts = { isOnline: false, lesson: null, exercises: [], usedMs: null };
const look = (progress: LearnerProgress, ms: number, where: Whereabouts = here) =>
  describeLearner(plan, progress, where, START_MS + ms);
const states = (progress: LearnerProgress, ms: number, where?: Whereabouts) => {
  const { cells } = look(progress, ms, where);
  return [BUILD, RUN, SMALL].map((index) => readCell(cells, index).state);
};

const opened = [attempt(0, 'build', fail('No image.')), attempt(0, 'run', fail('No container.'))];
const tried: BoardEvent = { kind: 'try', exercise: 'web', at: at(10) };

test('what nobody opened is untouched, what an exercise begins with is no failure, and a pass is done', () => {
  expect(states(noProgress, 0)).toEqual(['untouched', 'untouched', 'untouched']);
  expect(states(read(...opened), 1_000)).toEqual(['working', 'working', 'untouched']);
  expect(states(read(...opened, attempt(20, 'build', pass())), 21_000)).toEqual(['done', 'working', 'untouched']);
});

test('a second reason fails, and so does the first one after a try', () => {
  expect(states(read(...opened, attempt(20, 'build', fail('No web:1.'))), 21_000)[BUILD]).toBe('failing');
  expect(states(read(tried, attempt(20, 'build', fail('No image.'))), 21_000)[BUILD]).toBe('failing');
});

test('a task stays done, whatever comes after it', () => {
  const progress = read(...opened, attempt(20, 'build', pass()), attempt(30, 'build', fail('Gone.')));
  expect(states(progress, 3_600_000)[BUILD]).toBe('done');
});

test('a check that could not run is nobody’s failure', () => {
  expect(states(read(attempt(0, 'build', { kind: 'error', reason: 'No answer.' })), 0)[BUILD]).toBe('untouched');
});

test('who fails a task for minutes is stuck from that moment on, and no longer once they pass it', () => {
  const progress = read(...opened, tried, attempt(20, 'build', fail('No web:1.')));
  const stuckMs = 20_000 + STUCK_AFTER_FAILING_MS;
  expect(look(progress, stuckMs - 1).trouble).toBeNull();
  const row = look(progress, stuckMs);
  expect(row).toMatchObject({
    task: BUILD,
    trouble: { kind: 'failing', task: BUILD, sinceAt: at(20), reason: 'No web:1.' },
  });
  expect(states(progress, stuckMs)).toEqual(['stuck', 'working', 'untouched']);
  const passed = withBoardEvent(plan, progress, attempt(300, 'build', pass()));
  expect(look(passed, 301_000).trouble).toBeNull();
});

test('a tick beside it shows that they get on', () => {
  const progress = read(...opened, tried, attempt(20, 'run', fail('Stopped.')), attempt(200, 'build', pass()));
  expect(look(progress, 20_000 + STUCK_AFTER_FAILING_MS).trouble).toBeNull();
  expect(look(progress, 200_000 + STUCK_AFTER_FAILING_MS).trouble).toMatchObject({ kind: 'failing', task: RUN });
});

test('who is quiet before a task is stuck: sooner where they have tried already; a key is not quiet', () => {
  const reading = read(...opened);
  expect(look(reading, STUCK_AFTER_READING_MS - 1).trouble).toBeNull();
  expect(look(reading, STUCK_AFTER_READING_MS).trouble).toMatchObject({ kind: 'quiet', task: BUILD, sinceAt: at(0) });
  const working = read(...opened, tried);
  const quietMs = 10_000 + STUCK_AFTER_QUIET_MS;
  expect(look(working, quietMs).trouble?.kind).toBe('quiet');
  const typing = { ...here, usedMs: START_MS + quietMs - 1_000 };
  expect(look(working, quietMs, typing).trouble).toBeNull();
});

test('nobody is stuck who is away, who has turned to another lesson, or who has done all of it', () => {
  const progress = read(...opened, tried, attempt(20, 'build', fail('No web:1.')));
  const later = 3_600_000;
  expect(look(progress, later)).toMatchObject({ trouble: { task: BUILD } });
  expect(look(progress, later, away)).toMatchObject({ trouble: null, needsHelp: 0, isOnline: false });
  const elsewhere = { ...here, lesson: 'second', exercises: ['slim'] };
  expect(look(progress, later, elsewhere)).toMatchObject({ trouble: null, task: null });
  const done = read(attempt(0, 'build', pass()), attempt(0, 'run', pass()));
  expect(look(done, later)).toMatchObject({ trouble: null, needsHelp: 0, task: null });
});

test('who fails comes before who is quiet, who waits longer before who waits less, and both before who has begun to fail', () => {
  const failing = read(...opened, tried, attempt(20, 'build', fail('No web:1.')));
  const quiet = read(...opened, tried);
  const hour = 3_600_000;
  const scores = [
    look(failing, hour).needsHelp,
    look(failing, 20_000 + STUCK_AFTER_FAILING_MS).needsHelp,
    look(quiet, hour).needsHelp,
    look(quiet, 10_000 + STUCK_AFTER_QUIET_MS).needsHelp,
    look(failing, 30_000).needsHelp,
    look(quiet, 30_000).needsHelp,
  ];
  expect(scores).toEqual([...scores].sort((one, other) => other - one));
  expect(new Set(scores).size).toBe(scores.length);
});

test('help is shown where it was had: hints at their task, the solution at all that was not passed before', () => {
  const progress = read(
    ...opened,
    attempt(20, 'build', pass()),
    { kind: 'hint', exercise: 'web', task: 'run', at: at(30) },
    { kind: 'solution', exercise: 'web', at: at(40) },
    attempt(50, 'run', pass()),
  );
  const { cells } = look(progress, 60_000);
  expect(readCell(cells, BUILD)).toEqual({ state: 'done', hintUsed: false, solutionShown: false });
  expect(readCell(cells, RUN)).toEqual({ state: 'done', hintUsed: true, solutionShown: true });
  expect(describeTasks(plan, progress, here, START_MS + 60_000)).toEqual([
    {
      task: BUILD,
      state: 'done',
      fails: 1,
      hints: 0,
      solutionShown: false,
      firstSeenAt: at(0),
      passedAt: at(20),
      reason: null,
    },
    {
      task: RUN,
      state: 'done',
      fails: 1,
      hints: 1,
      solutionShown: true,
      firstSeenAt: at(0),
      passedAt: at(50),
      reason: null,
    },
  ]);
});

const verdicts = fc.oneof(
  fc.constant(pass()),
  fc.constantFrom('2 of 3.', '1 of 3.', 'Nothing.').map((reason) => fail(reason)),
  fc.constant({ kind: 'error', reason: 'No answer.' } as const),
);
const seconds = fc.nat(7_200);
const tasks = fc.constantFrom(['web', 'build'], ['web', 'run'], ['slim', 'small'], ['gone', 'gone'] as const);
const attempts = fc
  .array(fc.tuple(seconds, tasks, verdicts), { maxLength: 30 })
  .map((all) =>
    all
      .sort(([one], [other]) => one - other)
      .map(([second, [exercise = '', task = ''], verdict]) => attempt(second, task, verdict, exercise)),
  );
const deeds = fc
  .array(fc.tuple(seconds, tasks, fc.constantFrom('try', 'hint', 'solution', 'answer', 'quiz')), { maxLength: 15 })
  .map((all) =>
    all
      .sort(([one], [other]) => one - other)
      .map(([second, [exercise = '', task = ''], kind]): BoardEvent => {
        if (kind === 'quiz') return { kind, at: at(second) };
        if (kind === 'hint' || kind === 'answer') return { kind, exercise, task, at: at(second) };
        return { kind: kind as 'try' | 'solution', exercise, at: at(second) };
      }),
  );

test('the two logs may be read one after the other or mixed: the board is the same', () => {
  fc.assert(
    fc.property(attempts, deeds, fc.array(fc.boolean()), fc.nat(10_800), (tried, done, turns, now) => {
      const [left, right] = [[...tried], [...done]];
      const mixed: BoardEvent[] = [];
      for (const takesLeft of turns) mixed.push(...(takesLeft ? left : right).splice(0, 1));
      mixed.push(...left, ...right);
      const row = look(read(...tried, ...done), now * 1_000);
      expect(look(read(...mixed), now * 1_000)).toEqual(row);
      expect(look(read(...done, ...tried), now * 1_000)).toEqual(row);
    }),
  );
});

test('a row has a letter a task, at most one of them stuck, and a need between 0 and 100', () => {
  fc.assert(
    fc.property(attempts, deeds, fc.nat(20_000), fc.boolean(), (tried, done, now, isOnline) => {
      const row = look(read(...tried, ...done), now * 1_000, isOnline ? here : away);
      expect(row.cells).toMatch(/^[a-t]{3}$/);
      const stuck = [BUILD, RUN, SMALL].filter((index) => readCell(row.cells, index).state === 'stuck');
      expect(stuck).toEqual(row.trouble ? [row.trouble.task] : []);
      expect(row.needsHelp).toBeGreaterThanOrEqual(row.trouble ? 30 : 0);
      expect(row.needsHelp).toBeLessThanOrEqual(row.trouble ? 100 : 29);
    }),
  );
});

test('tasks that most fail come first, with reasons that differ in numbers counted as one', () => {
  const failing = (reason: string) => read(tried, attempt(20, 'build', fail(reason)));
  const summary = summarise(plan, [
    failing('81.5 MB are too much.'),
    failing('90 MB are too much.'),
    failing('No image.'),
    read(...opened, attempt(20, 'run', fail('Stopped.')), attempt(30, 'run', pass())),
  ]);
  expect(summary).toMatchObject({ done: 1, of: 12 });
  expect(summary.failed).toEqual([
    {
      task: BUILD,
      failing: 3,
      failed: 3,
      reasons: [
        { text: '81.5 MB are too much.', learners: 2 },
        { text: 'No image.', learners: 1 },
      ],
    },
    { task: RUN, failing: 0, failed: 1, reasons: [] },
  ]);
});

test('a task’s time begins with the first try or the tick before; what was so from the beginning took none', () => {
  const progress = read(...opened, tried, attempt(40, 'build', pass()), attempt(100, 'run', pass()));
  expect(taskTimeMs(plan, progress, BUILD)).toBe(30_000);
  expect(taskTimeMs(plan, progress, RUN)).toBe(60_000);
  expect(taskTimeMs(plan, read(attempt(0, 'small', pass(), 'slim')), SMALL)).toBeUndefined();
  const overnight = read(...opened, tried, attempt(40_000, 'build', pass()));
  expect(taskTimeMs(plan, overnight, BUILD)).toBeUndefined();
  expect(summarise(plan, [progress]).times).toEqual([
    { task: BUILD, learners: 1, seconds: [30, 30, 30, 30, 30] },
    { task: RUN, learners: 1, seconds: [60, 60, 60, 60, 60] },
  ]);
});

test('figures are the last that were measured of each learner, the least first', () => {
  const measured = (value: number) => fail('Too large.', [{ label: 'Size', value, unit: 'MB' }]);
  const learner = (...values: number[]) =>
    read(...values.map((value, index) => attempt(index, 'build', measured(value))));
  expect(summarise(plan, [learner(90, 80), learner(8), noProgress]).figures).toEqual([
    { task: BUILD, label: 'Size', unit: 'MB', values: [8, 80] },
  ]);
});

test('quantiles lie between the values', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([7], 0.9)).toBe(7);
});
