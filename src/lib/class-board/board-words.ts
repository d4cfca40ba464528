import { readCell, type StaffBoardRow } from '../../shared/class-board.ts';
import type { BoardColumn } from './board-columns.ts';
import type { NamedTask } from './course-plan.ts';

/** "4 min", "2 h"; less than a minute is "1 min". */
export function describeMs(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

export function describeSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return describeMs(seconds * 1_000);
}

/** What a learner is stuck with, without their name; `undefined` where they are not. */
export function describeTrouble(row: StaffBoardRow, nowMs: number): string | undefined {
  if (!row.trouble) return undefined;
  const since = describeMs(nowMs - Date.parse(row.trouble.sinceAt));
  return row.trouble.kind === 'failing' ? `failing for ${since}` : `quiet for ${since}`;
}

/** Where they are, and when they were last seen at work. */
export function describeWhere(row: StaffBoardRow, lessonTitle: string | undefined, nowMs: number): string {
  const active =
    row.activeAt === null ? 'nothing done yet' : `last active ${describeMs(nowMs - Date.parse(row.activeAt))} ago`;
  if (!row.isOnline) return `offline, ${active}`;
  return `${lessonTitle === undefined ? 'online' : `in “${lessonTitle}”`}, ${active}`;
}

const stateWords = {
  untouched: 'not begun',
  working: 'begun',
  failing: 'failing',
  stuck: 'stuck',
  done: 'done',
} as const;

/** A cell in a sentence: what it is of, and how it stands. */
export function describeCell(
  row: StaffBoardRow,
  column: BoardColumn,
  tasks: readonly NamedTask[],
  nowMs: number,
): string {
  if (column.kind === 'lesson') {
    const done = column.tasks.filter((task) => readCell(row.cells, task).state === 'done').length;
    const lesson = tasks[column.tasks[0] ?? 0]?.lesson;
    return `${lesson ? `${lesson.order} ${lesson.title}` : 'Other tasks'}: ${done} of ${column.tasks.length} done`;
  }
  const task = tasks[column.task];
  const { state, hintUsed, solutionShown } = readCell(row.cells, column.task);
  const isTroubled = row.trouble?.task === column.task;
  const stands = isTroubled ? (describeTrouble(row, nowMs) ?? stateWords[state]) : stateWords[state];
  const help = [hintUsed && 'hint used', solutionShown && 'solution shown'].filter(Boolean);
  const reason = isTroubled && row.trouble?.reason ? ` ${row.trouble.reason}` : '';
  const name = task ? `${task.lesson ? `${task.lesson.order} ` : ''}${task.exerciseTitle}: ${plain(task.title)}` : '';
  return `${name} · ${[stands, ...help].join(', ')}.${reason}`;
}

/** Titles mark code by backticks. */
export function plain(title: string): string {
  return title.replaceAll('`', '');
}
