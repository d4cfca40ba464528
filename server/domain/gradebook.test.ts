import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { type GradebookSettings, plainGradebook } from '../../src/shared/gradebook.ts';
import { dueAtOf, type GradedLog, gradeExercise, latePercent, totalOf } from './gradebook.ts';

const exercise = {
  id: 'web',
  tasks: [
    { id: 'build', title: 'Build' },
    { id: 'small', title: 'Small', points: 10 },
  ],
};
const due = '2026-03-01T12:00:00.000Z';
const after = (minutes: number) => new Date(Date.parse(due) + minutes * 60_000).toISOString();
const HOUR = 60;
const DAY = 24 * HOUR;
const percent = { kind: 'percent', perDayPercent: 20, floorPercent: 50 } as const;
const set = (changed: Partial<GradebookSettings>): GradebookSettings => ({
  ...plainGradebook,
  due: { lessons: {}, exercises: { web: due } },
  ...changed,
});
const passed = (minutes: number, points?: number, task = 'small') => ({
  task,
  verdict: pass(points === undefined ? {} : { points }),
  at: after(minutes),
});
const grade = (log: Partial<GradedLog>, settings = set({}), overrides: Parameters<typeof gradeExercise>[4] = []) =>
  gradeExercise(exercise, { attempts: [], deeds: [], ...log }, settings, [], overrides);
const small = (...parameters: Parameters<typeof grade>) => grade(...parameters).tasks[1];

test('a task counts its points, or one; what is not done counts nothing', () => {
  const { points, of, isBegun, tasks } = grade({ attempts: [passed(-1, undefined, 'build'), passed(-1, 7)] });
  expect({ points, of, isBegun }).toEqual({ points: 8, of: 11, isBegun: true });
  expect(tasks.map((task) => task.points)).toEqual([1, 7]);
  expect(grade({})).toMatchObject({ points: 0, isBegun: false });
  expect(grade({ attempts: [{ task: 'build', verdict: fail('no'), at: due }] })).toMatchObject({
    points: 0,
    isBegun: true,
  });
});

test('what is taken off by the day starts with the first minute, and ends at the floor', () => {
  const table = [0, 1, DAY, DAY + 1, 2 * DAY, 2 * DAY + 1, 40 * DAY].map((minutes) => latePercent(percent, minutes, 0));
  expect(table).toEqual([0, 20, 20, 40, 40, 50, 50]);
});

test('within the grace nothing is late; behind it, days count from when it was due', () => {
  expect([10, 15, 16, DAY + 1].map((minutes) => latePercent(percent, minutes, 15))).toEqual([0, 0, 20, 40]);
  expect([15, 16].map((minutes) => latePercent({ kind: 'cut-off' }, minutes, 15))).toEqual([0, 100]);
  expect(latePercent({ kind: 'none' }, 90 * DAY, 0)).toBe(0);
});

test('a second after it was due is late, on the second is not', () => {
  const at = (ms: number) => new Date(Date.parse(due) + ms).toISOString();
  const one = (ms: number) => ({ attempts: [{ task: 'small', verdict: pass(), at: at(ms) }] });
  expect(small(one(0), set({ late: percent }))).toMatchObject({ points: 10, lateMinutes: 0 });
  expect(small(one(1_000), set({ late: percent }))).toMatchObject({ points: 8, lateMinutes: 1, latePercent: 20 });
});

test('of each task the pass counts that brings most after everything is taken off', () => {
  const attempts = [passed(-HOUR, 6), passed(HOUR, 7), passed(3 * HOUR, 10)];
  expect(small({ attempts }, set({ late: percent }))).toMatchObject({ earned: 10, points: 8, latePercent: 20 });
  expect(small({ attempts }, set({ late: { kind: 'cut-off' } }))).toMatchObject({ earned: 6, points: 6 });
  expect(small({ attempts: [passed(-2, 6), passed(-1, 6)] })?.at).toBe(after(-2));
});

test('hints and the solution cost where they were had before the task was done, and only there', () => {
  const cost = set({ hintCostPercent: 10, solutionCostPercent: 50 });
  const hint = (minutes: number, task = 'small') => ({ kind: 'hint', task, at: after(minutes) });
  const deeds = [hint(-9), hint(-8), hint(-7, 'build'), hint(5), { kind: 'solution', at: after(6) }];
  expect(small({ attempts: [passed(-1)], deeds }, cost)).toMatchObject({
    points: 8,
    hints: 2,
    hintPercent: 20,
    sawSolution: false,
  });
  expect(small({ attempts: [passed(7)], deeds }, cost)).toMatchObject({ points: 2, hints: 3, solutionPercent: 50 });
  expect(small({ attempts: [passed(7)], deeds })).toMatchObject({ points: 10 });
  expect(small({ deeds }, cost)).toMatchObject({ points: 0, hints: 3, sawSolution: true, hintPercent: 0 });
});

test('a decision by hand goes before the log, the last one before those before it, until it is taken back', () => {
  const attempts = [passed(-1, 4)];
  const decision = (points: number | null) => ({ points, reason: 'r', by: 'Ben', at: due });
  expect(grade({ attempts }, set({}), [decision(9), decision(2.5)])).toMatchObject({ points: 2.5, computed: 4 });
  expect(grade({ attempts }, set({}), [decision(0)])).toMatchObject({ points: 0, computed: 4 });
  expect(grade({ attempts }, set({}), [decision(9), decision(null)])).toMatchObject({ points: 4, computed: 4 });
});

test('an exercise is due when it says so itself, else with the earliest of its lessons', () => {
  const lessons = [
    { slug: 'late', exercises: ['web', 'other'] },
    { slug: 'early', exercises: ['web'] },
    { slug: 'open', exercises: ['free'] },
  ];
  const settings = set({ due: { lessons: { late: after(9), early: after(1) }, exercises: { other: after(99) } } });
  expect(['web', 'other', 'free'].map((id) => dueAtOf(settings, id, lessons))).toEqual([after(1), after(99), null]);
});

test('the total counts each exercise as often as its weight says', () => {
  expect(
    totalOf([
      { points: 5, of: 10, weight: 2 },
      { points: 3, of: 3, weight: 0 },
    ]),
  ).toEqual({ points: 10, of: 20, percent: 50 });
  expect(totalOf([{ points: 3, of: 3, weight: 0 }])).toEqual({ points: 0, of: 0, percent: null });
});

test('nobody gets less than nothing or more than there is, loses by going on, or gains by being later', () => {
  const percentOf = fc.integer({ min: 0, max: 100 });
  const arbitrary = fc.record({
    settings: fc.record({
      late: fc.oneof(
        fc.constant({ kind: 'none' as const }),
        fc.constant({ kind: 'cut-off' as const }),
        fc.record({ kind: fc.constant('percent' as const), perDayPercent: percentOf, floorPercent: percentOf }),
      ),
      graceMinutes: fc.integer({ min: 0, max: 10_080 }),
      hintCostPercent: percentOf,
      solutionCostPercent: percentOf,
    }),
    passes: fc.array(fc.tuple(fc.integer({ min: -5_000, max: 20_000 }), fc.integer({ min: 0, max: 30 })), {
      maxLength: 6,
    }),
    hints: fc.array(fc.integer({ min: -5_000, max: 20_000 }), { maxLength: 5 }),
  });
  fc.assert(
    fc.property(arbitrary, ({ settings, passes, hints }) => {
      const rules = set(settings);
      const attempts = passes
        .toSorted(([one], [other]) => one - other)
        .map(([minutes, points]) => passed(minutes, points));
      const deeds = hints
        .toSorted((one, other) => one - other)
        .map((minutes) => ({ kind: 'hint', task: 'small', at: after(minutes) }));
      const whole = grade({ attempts, deeds }, rules).points;
      expect(whole).toBeGreaterThanOrEqual(0);
      expect(whole).toBeLessThanOrEqual(11);
      expect(grade({ attempts: attempts.slice(0, -1), deeds }, rules).points).toBeLessThanOrEqual(whole);
      const later = attempts.map((attempt) => ({
        ...attempt,
        at: new Date(Date.parse(attempt.at) + 7_000_000).toISOString(),
      }));
      expect(grade({ attempts: later, deeds }, rules).points).toBeLessThanOrEqual(whole);
    }),
  );
});
