import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { layOutColumns } from '../../lib/class-board/board-columns.ts';
import type { ClassBoardState } from '../../lib/class-board/board-state.ts';
import { type CoursePlan, nameTasks } from '../../lib/class-board/course-plan.ts';
import { type BoardSort, sortRows } from '../../lib/class-board/sort-rows.ts';
import { staffHelp } from '../../lib/staff-help.ts';
import type { StaffBoardRow, StaffBoardSummary } from '../../shared/class-board.ts';
import { HelpNotice } from '../help-notice.tsx';
import { RaisedHands } from '../raised-hands.tsx';
import { useStore } from '../use-store.ts';
import { BoardBar } from './board-bar.tsx';
import { BoardMap } from './board-map.tsx';
import { BoardWall } from './board-wall.tsx';
import { ClassFigures } from './class-figures.tsx';
import { FailedTasks } from './failed-tasks.tsx';
import { LearnerPanel } from './learner-panel.tsx';
import { NeedHelp } from './need-help.tsx';
import { TaskTimes } from './task-times.tsx';
import { useBox } from './use-box.ts';
import { useOrder } from './use-order.ts';

/** Minutes are told; nobody reads them quicker. */
const CLOCK_MS = 15_000;

/** Names are cut on a phone. */
const NAMES_WIDTH = 184;
const NARROW_NAMES_WIDTH = 122;
const NARROW = 620;
const MOST_NAMES_WIDTH = 300;

/** Room for the bar of a list that scrolls. */
const SCROLLBAR = 12;

/** Above the rows, and the line below them. */
const HEADS_HEIGHT = 26;
const LINE_HEIGHT = 28;

interface BoardRoomProps {
  readonly plan: CoursePlan;
  readonly state: ClassBoardState;
  readonly summary: StaffBoardSummary;
}

/** A class that somebody is in: the map, what stands beside it, and the wall. */
export function BoardRoom({ plan, state, summary }: BoardRoomProps) {
  const [sort, setSort] = useState<BoardSort>('help');
  const [filter, setFilter] = useState('');
  const [focus, setFocus] = useState<string>();
  const [opened, setOpened] = useState<string>();
  const [isHeld, setIsHeld] = useState(false);
  const [isWall, setIsWall] = useState(false);
  const [sorts, setSorts] = useState(0);
  const room = useRef<HTMLDivElement>(null);
  const box = useBox(room);
  const nowMs = useClock();

  const tasks = useMemo(() => nameTasks(plan, state.tasks), [plan, state.tasks]);
  const lessons = useMemo(() => new Map(plan.lessons.map((lesson) => [lesson.slug, lesson])), [plan]);
  const all = useMemo(() => [...state.rows.values()], [state.rows]);
  const classId = state.about?.id;
  const sessions = useStore(staffHelp, (help) => help.sessions)[classId ?? ''];
  const hands = useMemo(
    () =>
      new Map(
        (sessions ?? []).flatMap(({ learner, raisedAt, stage }) =>
          stage === 'raised' && raisedAt ? [[learner, raisedAt]] : [],
        ),
      ),
    [sessions],
  );
  const wanted = useMemo(
    () => sortRows(all, sort, filter, hands).map(({ learner }) => learner),
    [all, sort, filter, hands],
  );
  const { order, isOld } = useOrder(wanted, isHeld, `${sort} ${filter} ${sorts}`);
  const rows = order.flatMap((id): StaffBoardRow[] => {
    const row = state.rows.get(id);
    return row ? [row] : [];
  });
  const leastNames = box.width < NARROW ? NARROW_NAMES_WIDTH : NAMES_WIDTH;
  const layout = useMemo(
    () => layOutColumns(tasks, box.width - leastNames - SCROLLBAR, focus),
    [tasks, box.width, leastNames, focus],
  );
  // What whole cells leave over is the names'.
  const namesWidth = Math.max(leastNames, Math.min(MOST_NAMES_WIDTH, box.width - layout.width - SCROLLBAR));
  const troubled = useMemo(
    () =>
      sortRows(
        all.filter(({ trouble }) => trouble !== null),
        'help',
        '',
      ),
    [all],
  );
  const openedRow = opened === undefined ? undefined : state.rows.get(opened);
  const close = () => {
    setOpened(undefined);
    room.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  };

  if (isWall) {
    return (
      <BoardWall
        about={state.about}
        isLost={state.status === 'lost'}
        rows={all}
        troubled={troubled}
        tasks={tasks}
        lessons={lessons}
        layout={layout}
        summary={summary}
        nowMs={nowMs}
        onLeave={() => setIsWall(false)}
      />
    );
  }
  return (
    <>
      <div class="board" style={{ '--rows': rows.length }}>
        <BoardBar
          about={state.about}
          isLost={state.status === 'lost'}
          rows={all}
          summary={summary}
          sort={sort}
          filter={filter}
          isOld={isOld}
          onSort={setSort}
          onFilter={setFilter}
          onSortAgain={() => setSorts((count) => count + 1)}
          onWall={() => setIsWall(true)}
        />
        <div class="board-hands">
          {state.about && (
            <RaisedHands
              classId={state.about.id}
              className={state.about.name}
              title="Raised hands"
              titleOf={(slug) => lessons.get(slug)?.title}
            />
          )}
          <HelpNotice />
        </div>
        <div class="board-main" ref={room}>
          {rows.length === 0 ? (
            <p class="board-message">Nobody’s name has “{filter.trim()}” in it.</p>
          ) : (
            <BoardMap
              rows={rows}
              hands={hands}
              tasks={tasks}
              lessons={lessons}
              layout={layout}
              namesWidth={namesWidth}
              height={Math.max(120, box.height - HEADS_HEIGHT - LINE_HEIGHT)}
              opened={opened}
              nowMs={nowMs}
              focus={focus}
              onOpen={setOpened}
              onFocusLesson={setFocus}
              onHold={setIsHeld}
            />
          )}
        </div>
        <div class="board-side">
          {openedRow ? (
            <LearnerPanel
              key={openedRow.learner}
              classId={classId}
              row={openedRow}
              tasks={tasks}
              lessons={lessons}
              nowMs={nowMs}
              onClose={close}
            />
          ) : (
            <>
              <NeedHelp rows={troubled} tasks={tasks} nowMs={nowMs} onOpen={setOpened} />
              <FailedTasks failed={summary.failed} tasks={tasks} />
            </>
          )}
        </div>
      </div>
      <div class="board-below">
        <TaskTimes times={summary.times} tasks={tasks} focus={focus} />
        <ClassFigures figures={summary.figures} tasks={tasks} focus={focus} />
      </div>
    </>
  );
}

function useClock(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
