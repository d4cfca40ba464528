import { useState } from 'preact/hooks';
import { describeSeconds } from '../../lib/class-board/board-words.ts';
import type { NamedTask } from '../../lib/class-board/course-plan.ts';
import { scaleTo } from '../../lib/class-board/plot-scale.ts';
import type { StaffBoardSummary } from '../../shared/class-board.ts';
import { InlineCode } from '../inline-code.tsx';

/** What somebody looks at; the rest is a press away. */
const FIRST = 12;

const WIDTH = 220;
const HEIGHT = 14;

interface TaskTimesProps {
  readonly times: StaffBoardSummary['times'];
  readonly tasks: readonly NamedTask[];
  readonly focus: string | undefined;
}

/** How long tasks take the class, those that take longest first: a box from quarter to three quarters with the middle in it, on one scale. */
export function TaskTimes({ times, tasks, focus }: TaskTimesProps) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = times
    .filter(({ task }) => focus === undefined || tasks[task]?.lesson?.slug === focus)
    .toSorted((one, other) => other.seconds[2] - one.seconds[2]);
  const longest = Math.max(60, ...shown.map(({ seconds }) => seconds[4]));
  const x = scaleTo(longest, WIDTH);
  const list = isWhole ? shown : shown.slice(0, FIRST);
  return (
    <section class="task-times" aria-labelledby="task-times-title">
      <h2 id="task-times-title">Time for a task</h2>
      {shown.length === 0 ? (
        <p class="nothing">No task has been passed yet.</p>
      ) : (
        <ul>
          {list.map(({ task, learners, seconds: [p10, q1, median, q3, p90] }) => (
            <li key={task}>
              <p class="what">
                <span class="number">{tasks[task]?.lesson?.order}</span> <InlineCode text={tasks[task]?.title ?? ''} />
              </p>
              <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
                <path class="whisker" d={`M${x(p10)} ${HEIGHT / 2}H${x(p90)}`} />
                <rect class="box" x={x(q1)} y="2" width={Math.max(2, x(q3) - x(q1))} height={HEIGHT - 4} />
                <path class="middle" d={`M${x(median)} 0V${HEIGHT}`} />
              </svg>
              <p class="words">
                <b>{describeSeconds(median)}</b>{' '}
                <span class="visually-hidden">
                  in the middle, half of them between {describeSeconds(q1)} and {describeSeconds(q3)},
                </span>{' '}
                {learners} {learners === 1 ? 'learner' : 'learners'}
              </p>
            </li>
          ))}
        </ul>
      )}
      {shown.length > FIRST && (
        <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Only the longest' : `All ${shown.length} tasks`}
        </button>
      )}
    </section>
  );
}
