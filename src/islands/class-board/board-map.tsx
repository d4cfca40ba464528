import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type BoardLayout, columnAt } from '../../lib/class-board/board-columns.ts';
import { describeCell, describeTrouble, describeWhere } from '../../lib/class-board/board-words.ts';
import type { NamedTask, PlanLesson } from '../../lib/class-board/course-plan.ts';
import { type BoardInks, drawBoard, readInks } from '../../lib/class-board/draw-board.ts';
import { countDone, type RaisedAt } from '../../lib/class-board/sort-rows.ts';
import type { StaffBoardRow } from '../../shared/class-board.ts';
import { HandIcon } from '../hand-icon.tsx';
import { useThemeTurn } from './use-theme-turn.ts';

/** Thirty rows of the least height are seen at once on a projector's 720 lines. */
const LEAST_ROW = 18;
const MOST_ROW = 30;

export interface BoardMapProps {
  readonly rows: readonly StaffBoardRow[];
  readonly hands: RaisedAt;
  readonly tasks: readonly NamedTask[];
  readonly lessons: ReadonlyMap<string, PlanLesson>;
  readonly layout: BoardLayout;
  readonly namesWidth: number;
  /** The room that there is for rows. */
  readonly height: number;
  readonly opened: string | undefined;
  readonly nowMs: number;
  readonly onOpen: (learner: string) => void;
  readonly onFocusLesson: (slug: string | undefined) => void;
  readonly focus: string | undefined;
  /** Somebody points at a row, or keys move in it. */
  readonly onHold: (isHeld: boolean) => void;
}

interface Spot {
  readonly row: number;
  readonly column: number;
}

/** Learners by tasks. Drawn on a canvas as far as it is seen; the names stand beside it, and whoever moves by keys hears the cell that they are at. */
export function BoardMap(props: BoardMapProps) {
  const { rows, hands, tasks, lessons, layout, namesWidth, height, opened, nowMs, onOpen, onHold } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const [at, setAt] = useState<Spot>();
  const [hovered, setHovered] = useState<Spot>();
  const [isFocused, setIsFocused] = useState(false);
  const turn = useThemeTurn();
  const rowHeight = Math.max(LEAST_ROW, Math.min(MOST_ROW, Math.floor(height / Math.max(1, rows.length))));
  const bodyHeight = rows.length * rowHeight;
  const seenHeight = Math.min(height, bodyHeight);
  const openedRow = opened === undefined ? undefined : rows.findIndex(({ learner }) => learner === opened);
  const inks = useRef<{ readonly turn: number; readonly inks: BoardInks }>();

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    if (inks.current?.turn !== turn) inks.current = { turn, inks: readInks(element.parentElement ?? element) };
    drawBoard(element, {
      rows,
      layout,
      rowHeight,
      top: scroll.top,
      height: seenHeight,
      at: isFocused ? at : undefined,
      hovered: hovered?.row,
      opened: openedRow,
      inks: inks.current.inks,
    });
  });

  const spotOf = (event: PointerEvent | MouseEvent): Spot | undefined => {
    const element = scroller.current;
    if (!element) return undefined;
    const box = element.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top + element.scrollTop) / rowHeight);
    if (row < 0 || row >= rows.length) return undefined;
    return { row, column: columnAt(layout, event.clientX - box.left + element.scrollLeft - namesWidth) ?? -1 };
  };
  const move = (event: KeyboardEvent) => {
    const here = at ?? { row: 0, column: 0 };
    const page = Math.max(1, Math.floor(seenHeight / rowHeight) - 1);
    const next = moved(event, here, page, rows.length - 1, layout.columns.length - 1);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const row = rows[here.row];
      if (row) onOpen(row.learner);
    }
    if (!next) return;
    event.preventDefault();
    setAt(next);
    bringIntoView(scroller.current, next, layout, rowHeight, namesWidth);
  };

  const pointed = hovered ?? (isFocused ? at : undefined);
  const row = pointed && rows[pointed.row];
  const column = pointed && layout.columns[pointed.column];
  const spoken = at && rows[at.row];
  const spokenColumn = at && layout.columns[at.column];
  const first = Math.max(0, Math.floor(scroll.top / rowHeight) - 2);
  const last = Math.min(rows.length, Math.ceil((scroll.top + seenHeight) / rowHeight) + 2);
  return (
    <div class="board-map" style={{ '--names': `${namesWidth}px`, '--row': `${rowHeight}px` }}>
      <LessonHeads {...props} left={scroll.left} />
      <div
        ref={scroller}
        class="map-scroll"
        role="grid"
        tabIndex={0}
        aria-label="Learners by tasks"
        aria-rowcount={rows.length}
        aria-colcount={layout.columns.length + 1}
        aria-activedescendant={spoken ? 'board-cell' : undefined}
        style={{ height: `${seenHeight}px` }}
        onScroll={({ currentTarget }) => setScroll({ top: currentTarget.scrollTop, left: currentTarget.scrollLeft })}
        onFocus={() => {
          setIsFocused(true);
          setAt((spot) => spot ?? { row: 0, column: 0 });
          onHold(true);
        }}
        onBlur={() => {
          setIsFocused(false);
          onHold(hovered !== undefined);
        }}
        onKeyDown={move}
        onPointerMove={(event) => {
          const spot = spotOf(event);
          if (spot?.row === hovered?.row && spot?.column === hovered?.column) return;
          setHovered(spot);
          onHold(true);
        }}
        onPointerLeave={() => {
          setHovered(undefined);
          onHold(isFocused);
        }}
        onClick={(event) => {
          const spot = spotOf(event);
          const clicked = spot && rows[spot.row];
          if (!clicked) return;
          setAt({ row: spot.row, column: Math.max(0, spot.column) });
          onOpen(clicked.learner);
        }}
      >
        <div
          role="presentation"
          class="map-body"
          style={{ height: `${bodyHeight}px`, width: `${namesWidth + layout.width}px` }}
        >
          <div role="presentation" class="map-names" aria-hidden="true">
            {rows.slice(first, last).map((each, index) => (
              <RowName
                key={each.learner}
                row={each}
                hasHand={hands.has(each.learner)}
                top={(first + index) * rowHeight}
                lesson={each.lesson === null ? undefined : lessons.get(each.lesson)}
                total={tasks.length}
                isPointed={pointed?.row === first + index || openedRow === first + index}
              />
            ))}
          </div>
          <canvas ref={canvas} aria-hidden="true" style={{ width: `${layout.width}px`, height: `${seenHeight}px` }} />
          {spoken && spokenColumn && (
            <div role="row" class="visually-hidden" aria-rowindex={(at?.row ?? 0) + 1}>
              <span role="gridcell" id="board-cell" aria-colindex={(at?.column ?? 0) + 2} aria-selected="true">
                {spoken.name}: {hands.has(spoken.learner) && 'hand up. '}
                {describeCell(spoken, spokenColumn, tasks, nowMs)}
              </span>
            </div>
          )}
          {!spoken && (
            <div role="row" class="visually-hidden">
              <span role="gridcell">Move with the arrow keys; Enter opens a learner.</span>
            </div>
          )}
        </div>
      </div>
      <p class="map-line" aria-hidden="true">
        {row ? (
          <>
            <b>{row.name}</b> {hands.has(row.learner) && 'hand up, '}
            {column
              ? describeCell(row, column, tasks, nowMs)
              : (describeTrouble(row, nowMs) ??
                describeWhere(row, row.lesson === null ? undefined : lessons.get(row.lesson)?.title, nowMs))}
          </>
        ) : (
          'Point at a cell, or move with the arrow keys; Enter opens a learner.'
        )}
      </p>
    </div>
  );
}

function LessonHeads({ layout, lessons, focus, left, onFocusLesson }: BoardMapProps & { readonly left: number }) {
  return (
    <div class="map-heads">
      <div class="map-heads-row" style={{ width: `${layout.width}px`, translate: `${-left}px` }}>
        {layout.lessons.map(({ slug, x, width }) => {
          const lesson = slug === undefined ? undefined : lessons.get(slug);
          if (!lesson) return null;
          const isFocused = focus === slug;
          return (
            <button
              key={slug}
              type="button"
              aria-pressed={isFocused}
              aria-label={`${isFocused ? 'Show all lessons beside' : 'Only'} lesson ${lesson.order}, ${lesson.title}`}
              title={`${lesson.order} ${lesson.title}`}
              style={{ left: `${x - 3}px`, width: `${width + 6}px` }}
              onClick={() => onFocusLesson(isFocused ? undefined : slug)}
            >
              {lesson.order}
              {isFocused && <span class="head-title"> {lesson.title}</span>}
            </button>
          );
        })}
      </div>
    </div>
  );
}

interface RowNameProps {
  readonly row: StaffBoardRow;
  readonly hasHand: boolean;
  readonly top: number;
  readonly lesson: PlanLesson | undefined;
  readonly total: number;
  readonly isPointed: boolean;
}

function RowName({ row, hasHand, top, lesson, total, isPointed }: RowNameProps) {
  const state = hasHand ? 'hand' : row.trouble ? 'stuck' : row.isOnline ? 'here' : 'away';
  return (
    <div class="map-name" data-state={state} data-pointed={isPointed || undefined} style={{ top: `${top}px` }}>
      <span class="sign">{hasHand ? <HandIcon /> : row.trouble ? '!' : ''}</span>
      <span class="who">{row.name}</span>
      <span class="where">{row.isOnline && lesson ? lesson.order : ''}</span>
      <span class="share">{Math.floor((100 * countDone(row)) / Math.max(1, total))}%</span>
    </div>
  );
}

function moved(event: KeyboardEvent, here: Spot, page: number, lastRow: number, lastColumn: number): Spot | undefined {
  const { row, column } = here;
  const isAll = event.ctrlKey || event.metaKey;
  const to = (nextRow: number, nextColumn: number): Spot => ({
    row: Math.min(lastRow, Math.max(0, nextRow)),
    column: Math.min(lastColumn, Math.max(0, nextColumn)),
  });
  switch (event.key) {
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'ArrowRight':
      return to(row, column + 1);
    case 'PageUp':
      return to(row - page, column);
    case 'PageDown':
      return to(row + page, column);
    case 'Home':
      return to(isAll ? 0 : row, 0);
    case 'End':
      return to(isAll ? lastRow : row, lastColumn);
    default:
      return undefined;
  }
}

function bringIntoView(
  element: HTMLElement | null,
  { row, column }: Spot,
  layout: BoardLayout,
  rowHeight: number,
  namesWidth: number,
): void {
  if (!element) return;
  const top = row * rowHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  const bottom = top + rowHeight - element.clientHeight;
  if (bottom > element.scrollTop) element.scrollTop = bottom;
  const cell = layout.columns[column];
  if (!cell) return;
  if (cell.x < element.scrollLeft) element.scrollLeft = cell.x;
  const right = namesWidth + cell.x + cell.width - element.clientWidth;
  if (right > element.scrollLeft) element.scrollLeft = right;
}
