import type { NamedTask } from './course-plan.ts';

const LESSON_GAP = 7;
const EXERCISE_GAP = 2;
const CELL_GAP = 1;

/** Narrower cells have no shapes any more; wider ones say nothing more. */
const LEAST_CELL = 4;
const MOST_CELL = 16;
const MOST_FOCUSED_CELL = 40;

/** A lesson that is put aside: one bar for all of its tasks. */
const FOLDED = 14;

/** A column as it is drawn: a task's, or that of a folded lesson with all of its tasks. */
export type BoardColumn =
  | { readonly kind: 'task'; readonly task: number; readonly x: number; readonly width: number }
  | {
      readonly kind: 'lesson';
      readonly tasks: readonly number[];
      readonly x: number;
      readonly width: number;
    };

/** `slug`: `undefined` for tasks of no lesson. */
export interface LessonColumns {
  readonly slug: string | undefined;
  readonly x: number;
  readonly width: number;
  readonly tasks: readonly number[];
}

export interface BoardLayout {
  readonly columns: readonly BoardColumn[];
  readonly lessons: readonly LessonColumns[];
  readonly width: number;
}

/** Lays the tasks out in so much width, lesson by lesson; all but the focused lesson are folded, where there is one. Wider than that only where cells would be too narrow. */
export function layOutColumns(
  tasks: readonly Pick<NamedTask, 'exercise' | 'lesson'>[],
  width: number,
  focus: string | undefined,
): BoardLayout {
  const groups = groupByLesson(tasks);
  const isOpen = (slug: string | undefined) => focus === undefined || slug === focus;
  let fixed = LESSON_GAP * Math.max(0, groups.length - 1);
  let cells = 0;
  for (const { slug, tasks: own } of groups) {
    if (!isOpen(slug)) fixed += FOLDED;
    else {
      fixed += own.reduce((sum, task, place) => sum + (place === 0 ? 0 : gapBefore(tasks, task)), 0);
      cells += own.length;
    }
  }
  const most = focus === undefined ? MOST_CELL : MOST_FOCUSED_CELL;
  const cell = Math.min(most, Math.max(LEAST_CELL, Math.floor((width - fixed) / Math.max(1, cells))));

  const columns: BoardColumn[] = [];
  const lessons: LessonColumns[] = [];
  let x = 0;
  for (const { slug, tasks: own } of groups) {
    const begin = x;
    if (isOpen(slug)) {
      for (const [place, task] of own.entries()) {
        if (place > 0) x += gapBefore(tasks, task);
        columns.push({ kind: 'task', task, x, width: cell });
        x += cell;
      }
    } else {
      columns.push({ kind: 'lesson', tasks: own, x, width: FOLDED });
      x += FOLDED;
    }
    lessons.push({ slug, x: begin, width: x - begin, tasks: own });
    x += LESSON_GAP;
  }
  return { columns, lessons, width: Math.max(0, x - LESSON_GAP) };
}

function gapBefore(tasks: readonly Pick<NamedTask, 'exercise'>[], task: number): number {
  return tasks[task]?.exercise === tasks[task - 1]?.exercise ? CELL_GAP : CELL_GAP + EXERCISE_GAP;
}

function groupByLesson(tasks: readonly Pick<NamedTask, 'lesson'>[]) {
  const groups: { readonly slug: string | undefined; readonly tasks: number[] }[] = [];
  for (const [task, { lesson }] of tasks.entries()) {
    const last = groups.at(-1);
    if (last && last.slug === lesson?.slug) last.tasks.push(task);
    else groups.push({ slug: lesson?.slug, tasks: [task] });
  }
  return groups;
}

/** The column at a place; in a gap, the one before it. */
export function columnAt({ columns }: BoardLayout, x: number): number | undefined {
  const found = columns.findLastIndex((column) => column.x <= x);
  return found === -1 ? undefined : found;
}
