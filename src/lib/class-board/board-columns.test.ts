import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnAt, layOutColumns } from './board-columns.ts';
import type { PlanLesson } from './course-plan.ts';

const lesson = (slug: string): PlanLesson => ({ slug, order: 1, title: slug, exercises: [] });
const [first, second] = [lesson('first'), lesson('second')];
const tasks = [
  { exercise: 'a', lesson: first },
  { exercise: 'a', lesson: first },
  { exercise: 'b', lesson: first },
  { exercise: 'c', lesson: second },
];

test('tasks lie lesson by lesson, with more room between exercises and most between lessons', () => {
  const { columns, lessons, width } = layOutColumns(tasks, 60, undefined);
  const gaps = columns.slice(1).map(({ x }, index) => x - (columns[index]?.x ?? 0) - (columns[index]?.width ?? 0));
  expect(gaps).toEqual([1, 3, 7]);
  expect(lessons.map(({ slug, tasks: own }) => [slug, own])).toEqual([
    ['first', [0, 1, 2]],
    ['second', [3]],
  ]);
  expect(width).toBeLessThanOrEqual(60);
});

test('a focused lesson has the room, and the others are a bar each', () => {
  const { columns } = layOutColumns(tasks, 300, 'second');
  expect(columns.map(({ kind }) => kind)).toEqual(['lesson', 'task']);
  expect(columns[0]).toMatchObject({ tasks: [0, 1, 2] });
  expect(columns[1]?.width).toBe(40);
});

test('a place leads to its column, in a gap to the one before it, and before the first to none', () => {
  const layout = layOutColumns(tasks, 60, undefined);
  for (const [index, { x, width }] of layout.columns.entries()) {
    expect(columnAt(layout, x)).toBe(index);
    expect(columnAt(layout, x + width)).toBe(index);
  }
  expect(columnAt(layout, -1)).toBeUndefined();
});

test('whatever the room, no two columns lie over each other, and all that fits does', () => {
  const course = fc.array(
    fc.record({ exercise: fc.constantFrom('a', 'b', 'c'), lesson: fc.constantFrom(first, second, undefined) }),
    {
      maxLength: 150,
    },
  );
  fc.assert(
    fc.property(course, fc.nat(2_000), fc.constantFrom(undefined, 'first', 'none'), (all, room, focus) => {
      const { columns, width } = layOutColumns(all, room, focus);
      const shown = columns.flatMap((column) => (column.kind === 'task' ? [column.task] : column.tasks));
      expect(shown).toEqual(all.map((_, index) => index));
      for (const [index, column] of columns.entries()) {
        const next = columns[index + 1];
        if (next) expect(next.x).toBeGreaterThan(column.x + column.width - 1);
        else expect(width).toBe(column.x + column.width);
      }
      const isSquare = columns.every((column) => column.kind === 'lesson' || column.width > 4);
      if (isSquare && columns.some(({ kind }) => kind === 'task')) expect(width).toBeLessThanOrEqual(room);
    }),
  );
});
