import type { BoardSort } from '../../lib/class-board/sort-rows.ts';
import type { StaffBoardRow, StaffBoardSummary } from '../../shared/class-board.ts';
import type { StaffClass } from '../../shared/class-views.ts';
import { BoardLegend } from './board-legend.tsx';

interface BoardBarProps {
  readonly about: StaffClass | undefined;
  readonly isLost: boolean;
  readonly rows: readonly StaffBoardRow[];
  readonly summary: StaffBoardSummary;
  readonly sort: BoardSort;
  readonly filter: string;
  readonly isOld: boolean;
  readonly onSort: (sort: BoardSort) => void;
  readonly onFilter: (filter: string) => void;
  readonly onSortAgain: () => void;
  readonly onWall: () => void;
}

const sortWords: Readonly<Record<BoardSort, string>> = {
  help: 'Who needs help',
  name: 'Name',
  progress: 'Progress, least first',
};

/** The class in a line, and how the map is shown. */
export function BoardBar(props: BoardBarProps) {
  const { about, isLost, rows, summary, sort, filter, isOld, onSort, onFilter, onSortAgain, onWall } = props;
  const online = rows.filter(({ isOnline }) => isOnline).length;
  return (
    <header class="board-bar">
      <div class="board-title">
        <h1>{about?.name ?? 'Class'}</h1>
        <p>
          {rows.length} {rows.length === 1 ? 'learner' : 'learners'}, {online} online,{' '}
          {Math.floor((100 * summary.done) / Math.max(1, summary.of))}% done
          <span class="board-lost" role="status">
            {isLost ? 'Connection lost; trying again. What you see may be old.' : ''}
          </span>
        </p>
      </div>
      <BoardLegend />
      <div class="board-tools">
        {isOld && (
          <button type="button" class="button button-small" onClick={onSortAgain}>
            Sort again
          </button>
        )}
        <label>
          <span class="visually-hidden">Find a learner by name</span>
          <input
            type="search"
            placeholder="Name"
            value={filter}
            maxLength={60}
            onInput={({ currentTarget }) => onFilter(currentTarget.value)}
          />
        </label>
        <label>
          <span class="visually-hidden">Sort by</span>
          <select value={sort} onChange={({ currentTarget }) => onSort(currentTarget.value as BoardSort)}>
            {Object.entries(sortWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button button-small" onClick={onWall}>
          Wall
        </button>
      </div>
    </header>
  );
}
