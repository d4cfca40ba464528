import { useEffect, useRef } from 'preact/hooks';
import type { BoardLayout } from '../../lib/class-board/board-columns.ts';
import { describeMs } from '../../lib/class-board/board-words.ts';
import type { NamedTask, PlanLesson } from '../../lib/class-board/course-plan.ts';
import { lessonProgress } from '../../lib/class-board/lesson-progress.ts';
import type { StaffBoardRow, StaffBoardSummary } from '../../shared/class-board.ts';
import type { StaffClass } from '../../shared/class-views.ts';
import { InlineCode } from '../inline-code.tsx';

/** What can be read from three metres, and no more. */
const MOST_NAMES = 6;
const MOST_TASKS = 3;

interface BoardWallProps {
  readonly about: StaffClass | undefined;
  readonly isLost: boolean;
  readonly rows: readonly StaffBoardRow[];
  readonly troubled: readonly StaffBoardRow[];
  readonly tasks: readonly NamedTask[];
  readonly lessons: ReadonlyMap<string, PlanLesson>;
  readonly layout: BoardLayout;
  readonly summary: StaffBoardSummary;
  readonly nowMs: number;
  readonly onLeave: () => void;
}

/** The class from afar: who needs help, how far it is, what most fail. */
export function BoardWall(props: BoardWallProps) {
  const { about, isLost, rows, troubled, tasks, lessons, layout, summary, nowMs, onLeave } = props;
  const leave = useRef<HTMLButtonElement>(null);
  useEffect(() => leave.current?.focus(), []);
  const progress = lessonProgress(layout.lessons, rows);
  const failed = summary.failed.filter(({ failing }) => failing > 0).slice(0, MOST_TASKS);
  return (
    <div
      class="board-wall"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave();
      }}
    >
      <header>
        <h1>{about?.name ?? 'Class'}</h1>
        <p role="status" class="board-lost">
          {isLost ? 'Connection lost; trying again.' : ''}
        </p>
        <button type="button" class="button" ref={leave} onClick={onLeave}>
          Back to the map
        </button>
      </header>
      <section class="wall-help" aria-labelledby="wall-help-title">
        <h2 id="wall-help-title">Need help</h2>
        {troubled.length === 0 && <p class="wall-calm">Nobody is stuck.</p>}
        <ul>
          {troubled.slice(0, MOST_NAMES).map((row) => (
            <li key={row.learner}>
              <span class="who">{row.name}</span>
              <span class="since">{describeMs(nowMs - Date.parse(row.trouble?.sinceAt ?? ''))}</span>
              <span class="what">
                {tasks[row.trouble?.task ?? -1]?.lesson?.order}{' '}
                <InlineCode text={tasks[row.trouble?.task ?? -1]?.title ?? ''} />
              </span>
            </li>
          ))}
        </ul>
        {troubled.length > MOST_NAMES && <p class="wall-more">and {troubled.length - MOST_NAMES} more</p>}
      </section>
      <section class="wall-progress" aria-labelledby="wall-progress-title">
        <h2 id="wall-progress-title">
          <span class="figure">{Math.floor((100 * summary.done) / Math.max(1, summary.of))}%</span> of all tasks done
        </h2>
        <ol>
          {progress.map(({ slug, done, begun, here }) => {
            const lesson = slug === undefined ? undefined : lessons.get(slug);
            if (!lesson) return null;
            const words = `Lesson ${lesson.order}, ${lesson.title}: ${Math.round(done * 100)}% done, ${here} here`;
            return (
              <li key={slug}>
                <span class="visually-hidden">{words}</span>
                <span class="tower" aria-hidden="true">
                  <span class="begun" style={{ height: `${begun * 100}%` }} />
                  <span class="done" style={{ height: `${done * 100}%` }} />
                </span>
                <span class="order" aria-hidden="true" data-here={here > 0 || undefined}>
                  {lesson.order}
                </span>
                <span class="here" aria-hidden="true">
                  {here > 0 ? here : ''}
                </span>
              </li>
            );
          })}
        </ol>
        <p class="wall-key" aria-hidden="true">
          Lessons, and how many are there now
        </p>
      </section>
      <section class="wall-failed" aria-labelledby="wall-failed-title">
        <h2 id="wall-failed-title">Most failed now</h2>
        {failed.length === 0 && <p class="wall-calm">Nothing.</p>}
        <ol>
          {failed.map(({ task, failing, reasons }) => (
            <li key={task}>
              <span class="figure">{failing}</span>
              <div>
                <p>
                  {tasks[task]?.lesson?.order} <InlineCode text={tasks[task]?.title ?? ''} />
                </p>
                {reasons[0] && (
                  <p class="reason">
                    <InlineCode text={reasons[0].text} />
                  </p>
                )}
              </div>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
