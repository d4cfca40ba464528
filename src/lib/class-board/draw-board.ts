import { readCell, type StaffBoardRow } from '../../shared/class-board.ts';
import type { BoardColumn, BoardLayout } from './board-columns.ts';
import { type CellInk, cellShapes } from './cell-shapes.ts';

export type BoardInks = Readonly<Record<CellInk | 'focus' | 'wash', string>>;

/** The colours that hold for an element at the moment. */
export function readInks(element: Element): BoardInks {
  const style = getComputedStyle(element);
  // A custom property comes as it was written, light-dark() included; a colour comes as it is.
  const probe = document.createElement('span');
  element.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const inks = {
    rule: read('--rule-strong'),
    accent: read('--accent'),
    done: read('--board-done'),
    warm: read('--warm'),
    paper: read('--paper'),
    ink: style.color,
    focus: read('--warm'),
    wash: read('--accent-wash'),
  };
  probe.remove();
  return inks;
}

export interface BoardDrawing {
  readonly rows: readonly StaffBoardRow[];
  readonly layout: BoardLayout;
  readonly rowHeight: number;
  /** How far it is scrolled, and how much is seen, in CSS pixels. */
  readonly top: number;
  readonly height: number;
  /** The row and column that keys move, and the row under the pointer. */
  readonly at: { readonly row: number; readonly column: number } | undefined;
  readonly hovered: number | undefined;
  readonly opened: number | undefined;
  readonly inks: BoardInks;
}

const ROW_GAP = 3;

/** Draws the rows that are seen. */
export function drawBoard(canvas: HTMLCanvasElement, drawing: BoardDrawing): void {
  const { rows, layout, rowHeight, top, height, inks, at, hovered, opened } = drawing;
  const scale = devicePixelRatio || 1;
  const width = Math.round(layout.width * scale);
  if (canvas.width !== width) canvas.width = width;
  const high = Math.round(height * scale);
  if (canvas.height !== high) canvas.height = high;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, layout.width, height);
  const first = Math.max(0, Math.floor(top / rowHeight));
  const last = Math.min(rows.length - 1, Math.floor((top + height) / rowHeight));
  for (let index = first; index <= last; index += 1) {
    const row = rows[index];
    if (!row) continue;
    const y = index * rowHeight - top;
    if (index === hovered || index === opened) {
      context.fillStyle = inks.wash;
      context.fillRect(0, y, layout.width, rowHeight);
    }
    drawRow(context, row, layout, y + Math.ceil(ROW_GAP / 2), rowHeight - ROW_GAP, inks);
    if (at?.row === index) {
      const column = layout.columns[at.column];
      if (!column) continue;
      context.strokeStyle = inks.focus;
      context.lineWidth = 2;
      context.strokeRect(column.x - 1, y + 1, column.width + 2, rowHeight - 2);
    }
  }
}

function drawRow(
  context: CanvasRenderingContext2D,
  row: StaffBoardRow,
  { columns }: BoardLayout,
  y: number,
  height: number,
  inks: BoardInks,
): void {
  // What stands over its neighbours comes after them.
  const stuck = row.trouble?.task;
  const ordered =
    stuck === undefined ? columns : columns.toSorted((one, other) => rank(one, stuck) - rank(other, stuck));
  for (const column of ordered) {
    if (column.kind === 'lesson') {
      drawFolded(context, row, column.tasks, column.x, y, column.width, height, inks);
      continue;
    }
    for (const shape of cellShapes(readCell(row.cells, column.task), column.width, height)) {
      context.fillStyle = inks[shape.ink];
      context.fillRect(column.x + shape.x, y + shape.y, shape.width, shape.height);
    }
  }
}

const rank = (column: BoardColumn, stuck: number) => (column.kind === 'task' && column.task === stuck ? 1 : 0);

/** A folded lesson: done rises from below, and a bar on top says that somebody is stuck in it. */
function drawFolded(
  context: CanvasRenderingContext2D,
  row: StaffBoardRow,
  tasks: readonly number[],
  x: number,
  y: number,
  width: number,
  height: number,
  inks: BoardInks,
): void {
  const states = tasks.map((task) => readCell(row.cells, task).state);
  const done = states.filter((state) => state === 'done').length;
  context.strokeStyle = inks.rule;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  const risen = Math.round((done / Math.max(1, states.length)) * height);
  context.fillStyle = inks.done;
  context.fillRect(x, y + height - risen, width, risen);
  if (!states.includes('stuck')) return;
  context.fillStyle = inks.warm;
  context.fillRect(x, y - 1, width, 4);
}
