import { lateWords, pointsWords } from '../lib/record-words.ts';
import type { ExerciseGrade, TaskGrade } from '../shared/gradebook.ts';
import { InlineCode } from './inline-code.tsx';

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An instant by this browser's clock. */
export const momentWords = (instant: string): string => moment.format(new Date(instant));

/** How a learner's points in an exercise came about: of each task what was earned, when, and what was taken off. */
export function GradeTasks({ grade }: { readonly grade: ExerciseGrade }) {
  const { tasks, overrides, dueAt, points, computed, of } = grade;
  const decided = overrides.at(-1);
  return (
    <div class="grade-tasks">
      {dueAt !== null && (
        <p>
          Due <time dateTime={dueAt}>{momentWords(dueAt)}</time>.
        </p>
      )}
      <ul>
        {tasks.map((task) => (
          <li key={task.id} data-mark={task.at === null ? 'missing' : 'done'}>
            <span>
              <InlineCode text={task.title} />
              <span class="entry-detail">{explain(task)}</span>
            </span>
            <span class="my-points">
              {pointsWords(task.points)} of {pointsWords(task.of)}
            </span>
          </li>
        ))}
      </ul>
      {overrides.length > 0 && (
        <ol class="overrides" aria-label="Decided by hand">
          {overrides.map((one) => (
            <li key={one.at}>
              <strong>
                {one.points === null ? 'Counted by the log again' : `${pointsWords(one.points)} points by hand`}
              </strong>
              {`: ${one.reason}`}
              <span class="entry-detail">
                {one.by ?? 'An instructor who is not here any more'}, {momentWords(one.at)}
              </span>
            </li>
          ))}
        </ol>
      )}
      <p class="grade-sum">
        <strong>
          {pointsWords(points)} of {pointsWords(of)} points
        </strong>
        {decided && decided.points !== null && ` by hand; by the log ${pointsWords(computed)}`}
        {grade.weight !== 1 && `, counted ${pointsWords(grade.weight)} times`}.
      </p>
    </div>
  );
}

function explain(task: TaskGrade): string {
  const { at, lateMinutes, latePercent, hints, hintPercent, sawSolution, solutionPercent } = task;
  const cost = (percent: number) => (percent > 0 ? ` (−${percent}\u00a0%)` : '');
  const parts = [
    at === null ? 'Not done yet' : `Done ${momentWords(at)}`,
    at !== null && task.earned < task.of && `${pointsWords(task.earned)} points earned`,
    lateMinutes > 0 && `${lateWords(lateMinutes)}${cost(latePercent)}`,
    hints > 0 && `${hints} ${hints === 1 ? 'hint' : 'hints'}${cost(hintPercent)}`,
    sawSolution && (at === null ? 'looked at the solution' : `after the solution${cost(solutionPercent)}`),
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
