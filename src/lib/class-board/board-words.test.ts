import { expect, test } from 'vitest';
import type { StaffBoardRow } from '../../shared/class-board.ts';
import { learnerIdSchema } from '../../shared/ids.ts';
import { describeCell, describeMs, describeSeconds, describeWhere } from './board-words.ts';
import { nameTasks } from './course-plan.ts';

const NOW = Date.parse('2026-01-02T09:10:00.000Z');
const plan = {
  lessons: [
    {
      slug: 'first',
      order: 6,
      title: 'First Dockerfile',
      exercises: [{ id: 'web', title: 'Your page', tasks: [{ id: 'build', title: 'Build `web:1`', hintCount: 2 }] }],
    },
  ],
};
const tasks = nameTasks(plan, ['web/build', 'gone/other']);
const row: StaffBoardRow = {
  learner: learnerIdSchema.parse('a'.repeat(32)),
  name: 'Ada',
  cells: 'sa',
  isOnline: true,
  lesson: 'first',
  task: 0,
  activeAt: '2026-01-02T09:08:00.000Z',
  trouble: { kind: 'failing', task: 0, sinceAt: '2026-01-02T09:04:00.000Z', reason: 'No image.' },
  needsHelp: 62,
};

test('a cell is told with its lesson, its task, how it stands, what help was had, and why', () => {
  const column = { kind: 'task', x: 0, width: 5 } as const;
  expect(describeCell(row, { ...column, task: 0 }, tasks, NOW)).toBe(
    '6 Your page: Build web:1 · failing for 6 min, hint used, solution shown. No image.',
  );
  expect(describeCell(row, { ...column, task: 1 }, tasks, NOW)).toBe('gone: other · not begun.');
});

test('a folded lesson is told by what is done of it', () => {
  expect(describeCell(row, { kind: 'lesson', tasks: [0], x: 0, width: 5 }, tasks, NOW)).toBe(
    '6 First Dockerfile: 0 of 1 done',
  );
});

test('where somebody is, and since when nothing was heard of them', () => {
  expect(describeWhere(row, 'First Dockerfile', NOW)).toBe('in “First Dockerfile”, last active 2 min ago');
  expect(describeWhere({ ...row, isOnline: false, activeAt: null }, undefined, NOW)).toBe('offline, nothing done yet');
});

test('times are told as coarsely as they are read', () => {
  expect([5_000, 240_000, 5_400_000, 200_000_000].map(describeMs)).toEqual(['1 min', '4 min', '2 h', '2 days']);
  expect([12.4, 89, 100, 400].map(describeSeconds)).toEqual(['12 s', '89 s', '2 min', '7 min']);
});
