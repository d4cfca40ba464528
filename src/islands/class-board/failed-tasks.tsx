import type { NamedTask } from '../../lib/class-board/course-plan.ts';
import type { StaffBoardSummary } from '../../shared/class-board.ts';
import { InlineCode } from '../inline-code.tsx';

interface FailedTasksProps {
  readonly failed: StaffBoardSummary['failed'];
  readonly tasks: readonly NamedTask[];
}

/** The tasks that most fail now, and with what. */
export function FailedTasks({ failed, tasks }: FailedTasksProps) {
  return (
    // It scrolls by itself where it is long, and has nothing else in it that keys could come to.
    <section class="failed-tasks" aria-labelledby="failed-tasks-title" tabIndex={0}>
      <h2 id="failed-tasks-title">Most failed</h2>
      {failed.length === 0 ? (
        <p class="nothing">Nobody has failed anything yet.</p>
      ) : (
        <ol>
          {failed.map(({ task, failing, failed: ever, reasons }) => (
            <li key={task}>
              <p>
                <span class="number">{tasks[task]?.lesson?.order}</span> <InlineCode text={tasks[task]?.title ?? ''} />
              </p>
              <p class="counts">
                {failing} failing now, {ever} ever
              </p>
              {reasons.map(({ text, learners }) => (
                <p key={text} class="reason">
                  <span class="times">{learners} ×</span> <InlineCode text={text} />
                </p>
              ))}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
