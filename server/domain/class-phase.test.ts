import { expect, test } from 'vitest';
import { classInForce, dayOf, phaseOf } from './class-phase.ts';

const term = { startsOn: '2026-03-02', endsOn: '2026-03-06', archivedAt: null };

test('a class is on from its first day to its last, both counted in', () => {
  expect(phaseOf(term, '2026-03-01')).toBe('planned');
  expect(phaseOf(term, '2026-03-02')).toBe('on');
  expect(phaseOf(term, '2026-03-06')).toBe('on');
  expect(phaseOf(term, '2026-03-07')).toBe('over');
  expect(phaseOf({ ...term, startsOn: null, endsOn: null }, '1999-01-01')).toBe('on');
});

test('an archived class is nothing else', () => {
  for (const today of ['2026-03-01', '2026-03-03', '2026-04-01']) {
    expect(phaseOf({ ...term, archivedAt: '2026-03-03T00:00:00.000Z' }, today)).toBe('archived');
  }
});

test('a day is the one of the server’s own clock', () => {
  expect(dayOf(new Date(2026, 0, 5, 0, 0, 1))).toBe('2026-01-05');
  expect(dayOf(new Date(2026, 11, 31, 23, 59, 59))).toBe('2026-12-31');
});

const learner = { role: 'learner' } as const;
const always = { startsOn: null, endsOn: null, archivedAt: null };

test('the class that was joined last counts, where it is neither over nor archived', () => {
  const over = { ...term, name: 'over' };
  const archived = { ...always, archivedAt: '2026-03-03T00:00:00.000Z', name: 'archived' };
  const planned = { ...always, startsOn: '2026-12-01', name: 'planned' };
  const on = { ...always, name: 'on' };
  const joined = (...rows: (typeof on | typeof over | typeof archived | typeof planned)[]) =>
    classInForce(
      rows.map((row) => ({ row, member: learner })),
      '2026-04-01',
    )?.name;
  expect(joined(over, archived, on, planned)).toBe('on');
  expect(joined(planned, on)).toBe('planned');
  expect(joined(over, archived)).toBeUndefined();
  expect(joined()).toBeUndefined();
});

test('a class that somebody runs is not one whose limits they have', () => {
  const own = { row: { ...always, name: 'own' }, member: { role: 'instructor' } } as const;
  const joined = { row: { ...always, name: 'joined' }, member: learner };
  expect(classInForce([own, joined], '2026-04-01')?.name).toBe('joined');
  expect(classInForce([own], '2026-04-01')).toBeUndefined();
});
