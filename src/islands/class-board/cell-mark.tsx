import { cellShapes } from '../../lib/class-board/cell-shapes.ts';
import type { BoardCell } from '../../shared/class-board.ts';

const WIDTH = 8;
const HEIGHT = 15;

/** A cell as it is on the map, between words. */
export function CellMark({ cell }: { readonly cell: BoardCell }) {
  return (
    <svg class="cell-mark" viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`} width={WIDTH} height={HEIGHT + 2} aria-hidden="true">
      {cellShapes(cell, WIDTH, HEIGHT).map(({ ink, ...place }, index) => (
        <rect key={index} data-ink={ink} {...place} />
      ))}
    </svg>
  );
}
