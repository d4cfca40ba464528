import type { BoardCell } from '../../shared/class-board.ts';
import { CellMark } from './cell-mark.tsx';

const plainCell: BoardCell = { state: 'untouched', hintUsed: false, solutionShown: false };

const entries: readonly (readonly [string, BoardCell])[] = [
  ['begun', { ...plainCell, state: 'working' }],
  ['failing', { ...plainCell, state: 'failing' }],
  ['stuck', { ...plainCell, state: 'stuck' }],
  ['done', { ...plainCell, state: 'done' }],
  ['hint used', { ...plainCell, state: 'done', hintUsed: true }],
  ['solution shown', { ...plainCell, state: 'done', solutionShown: true }],
];

export function BoardLegend() {
  return (
    <ul class="board-legend" aria-label="What the cells mean">
      {entries.map(([words, cell]) => (
        <li key={words}>
          <CellMark cell={cell} /> {words}
        </li>
      ))}
    </ul>
  );
}
