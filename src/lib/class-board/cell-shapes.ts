import type { BoardCell } from '../../shared/class-board.ts';

/** What a shape is filled with: `paper` is cut out of what lies under it. */
export type CellInk = 'rule' | 'accent' | 'done' | 'warm' | 'paper' | 'ink';

export interface CellShape {
  readonly ink: CellInk;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** So wide that an exclamation mark is seen in it. */
const STUCK_WIDTH = 9;

/**
 * A cell as rectangles, the lowest first: its meaning is in its form, and its colour says the same. Untouched is a dot, working an empty box, failing a box half full, stuck a
 * full one that is larger and has an exclamation mark, done a full one. A hint is a notch at its top, a shown solution a slit across.
 */
export function cellShapes({ state, hintUsed, solutionShown }: BoardCell, width: number, height: number): CellShape[] {
  const shapes: CellShape[] = [];
  const put = (ink: CellInk, x: number, y: number, wide: number, high: number) =>
    shapes.push({ ink, x, y, width: wide, height: high });
  const box = (ink: CellInk) => {
    put(ink, 0, 0, width, 1);
    put(ink, 0, height - 1, width, 1);
    put(ink, 0, 0, 1, height);
    put(ink, width - 1, 0, 1, height);
  };
  const middle = Math.floor(height / 2);
  const isFull = state === 'done' || state === 'stuck';
  switch (state) {
    case 'untouched':
      put('rule', Math.floor(width / 2) - 1, middle - 1, 2, 2);
      break;
    case 'working':
      box('accent');
      break;
    case 'failing':
      box('warm');
      put('warm', 0, middle, width, height - middle);
      break;
    case 'done':
      put('done', 0, 0, width, height);
      break;
    case 'stuck': {
      // Where cells are narrow it stands over its neighbours.
      const over = Math.max(0, Math.ceil((STUCK_WIDTH - width) / 2));
      put('paper', -over - 1, -1, width + 2 * over + 2, height + 2);
      put('warm', -over, -1, width + 2 * over, height + 2);
      const stroke = 2 + (width % 2);
      const x = Math.floor((width - stroke) / 2);
      put('paper', x, 2, stroke, Math.max(3, height - 8));
      put('paper', x, height - 4, stroke, 2);
      break;
    }
  }
  const mark: CellInk = isFull ? 'paper' : 'ink';
  if (hintUsed) put(mark, 0, 0, Math.max(2, Math.floor(width / 2)), 2);
  if (solutionShown) put(mark, 0, height - 5, width, 2);
  return shapes;
}
