import { readCell, type StaffBoardRow } from '../../shared/class-board.ts';
import type { LessonColumns } from './board-columns.ts';

/** How far a class is in a lesson: shares from 0 to 1 of all its tasks and learners, and how many learners have its page open. */
export interface LessonProgress {
  readonly slug: string | undefined;
  readonly done: number;
  readonly begun: number;
  readonly here: number;
}

export function lessonProgress(
  lessons: readonly LessonColumns[],
  rows: readonly StaffBoardRow[],
): readonly LessonProgress[] {
  return lessons.map(({ slug, tasks }) => {
    let [done, begun, here] = [0, 0, 0];
    for (const row of rows) {
      if (row.isOnline && row.lesson === slug) here += 1;
      for (const task of tasks) {
        const { state } = readCell(row.cells, task);
        if (state === 'done') done += 1;
        else if (state !== 'untouched') begun += 1;
      }
    }
    const all = Math.max(1, rows.length * tasks.length);
    return { slug, done: done / all, begun: begun / all, here };
  });
}
