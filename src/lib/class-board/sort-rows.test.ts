import { expect, test } from 'vitest';
import type { StaffBoardRow } from '../../shared/class-board.ts';
import { learnerIdSchema } from '../../shared/ids.ts';
import { keepOrder, sortRows } from './sort-rows.ts';

const row = (letter: string, fields: Partial<StaffBoardRow>): StaffBoardRow => ({
  learner: learnerIdSchema.parse(letter.repeat(32)),
  name: letter,
  cells: '',
  isOnline: true,
  lesson: null,
  task: null,
  activeAt: null,
  trouble: null,
  needsHelp: 0,
  ...fields,
});
const rows = [
  row('a', { name: 'Zoë', cells: 'eea' }),
  row('b', { name: 'Åsa', cells: 'eaa', needsHelp: 70 }),
  row('c', { name: 'Learner 10', cells: 'eee', isOnline: false }),
  row('d', { name: 'Learner 9', cells: 'aaa', needsHelp: 30 }),
];
const names = (sorted: readonly StaffBoardRow[]) => sorted.map(({ name }) => name);

test('who needs help most comes first, then who is here', () => {
  expect(names(sortRows(rows, 'help', ''))).toEqual(['Åsa', 'Learner 9', 'Zoë', 'Learner 10']);
});

test('hands come before need, in the order in which they went up', () => {
  const hands = new Map([
    ['c'.repeat(32), '2026-01-02T09:05:00.000Z'],
    ['a'.repeat(32), '2026-01-02T09:10:00.000Z'],
  ]);
  expect(names(sortRows(rows, 'help', '', hands))).toEqual(['Learner 10', 'Zoë', 'Åsa', 'Learner 9']);
  expect(names(sortRows(rows, 'name', '', hands))).toEqual(names(sortRows(rows, 'name', '')));
});

test('of two in the greatest need, who waits longer comes first', () => {
  const stuck = (letter: string, sinceAt: string) =>
    row(letter, { needsHelp: 100, trouble: { kind: 'failing', task: 0, sinceAt, reason: null } });
  const [late, early] = [stuck('a', '2026-01-02T09:10:00.000Z'), stuck('b', '2026-01-02T09:00:00.000Z')];
  expect(names(sortRows([late, early], 'help', ''))).toEqual(['b', 'a']);
});

test('names are in the order of a dictionary, and numbers in them of their size', () => {
  expect(names(sortRows(rows, 'name', ''))).toEqual(['Åsa', 'Learner 9', 'Learner 10', 'Zoë']);
});

test('progress begins with who has done least', () => {
  expect(names(sortRows(rows, 'progress', ''))).toEqual(['Learner 9', 'Åsa', 'Zoë', 'Learner 10']);
});

test('a part of a name in any case finds it', () => {
  expect(names(sortRows(rows, 'name', ' LEARNER '))).toEqual(['Learner 9', 'Learner 10']);
  expect(sortRows(rows, 'name', 'nobody')).toEqual([]);
});

test('two of one name have an order that stays', () => {
  const twins = [row('2', { name: 'Tim' }), row('1', { name: 'Tim' })];
  expect(sortRows(twins, 'help', '')).toEqual(sortRows(twins.toReversed(), 'help', ''));
});

test('an order that is held loses who is gone, and takes who is new at its end', () => {
  expect(keepOrder(['b', 'a', 'c'], ['a', 'd', 'b'])).toEqual(['b', 'a', 'd']);
});
