import type { ComponentChild } from 'preact';
import { localPaths } from '../lib/machine.ts';
import { markOf, type TaskMark } from '../lib/task-mark.ts';
import { describePoints, pointsOf } from '../lib/task-points.ts';
import type { AnswerField } from '../shared/exercise/index.ts';
import type { ExerciseState, TaskState } from '../shared/views.ts';
import { InlineCode } from './inline-code.tsx';

export interface TaskText {
  readonly id: string;
  readonly title: string;
  readonly answer?: AnswerField;
  readonly hintCount: number;
  /** The most that it can earn. */
  readonly points?: number;
}

/** A task that was undone is done all the same: what stands beneath says the rest. */
const markNames: Readonly<Record<TaskMark, string>> = {
  passed: 'Done',
  undone: 'Done',
  missing: 'Not done yet',
  trouble: 'Could not be checked',
  open: 'Not checked yet',
};

interface TaskListProps {
  readonly tasks: readonly TaskText[];
  readonly state: ExerciseState | undefined;
  /** Of a list that others link to: what the ids of its tasks begin with. */
  readonly idPrefix?: string;
  /** What stands beneath a task's title. */
  readonly detail: (task: TaskText, state: TaskState | undefined) => ComponentChild;
}

export function TaskList({ tasks, state, idPrefix, detail }: TaskListProps) {
  const states = new Map(state?.tasks.map((task) => [task.id, task]));
  return (
    <ol class="tasks">
      {tasks.map((task) => {
        const { id, title } = task;
        const mark = markOf(states.get(id));
        const points = pointsOf(task.points, states.get(id));
        return (
          <li key={id} id={idPrefix && `${idPrefix}-${id}`} class="task" data-mark={mark}>
            <MarkIcon mark={mark} />
            <div>
              <span class="visually-hidden">{markNames[mark]}: </span>
              <span class="task-title" data-task={id}>
                <InlineCode text={title} />
              </span>{' '}
              {points && <span class="task-points">{describePoints(points)}</span>}
              {detail(task, states.get(id))}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function MarkIcon({ mark }: { readonly mark: TaskMark }) {
  return (
    <svg class="task-mark" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="8.25" />
      {(mark === 'passed' || mark === 'undone') && <path d="m6 10.4 2.8 2.8 5.4-6" />}
      {mark === 'trouble' && <path d="M10 5.6v5.4M10 13.6v.4" />}
    </svg>
  );
}

/** What a check said, or nothing. */
export function TaskReason({ state }: { readonly state: TaskState | undefined }) {
  const verdict = state?.verdict;
  if (!verdict || verdict.kind === 'pass') return null;
  const reason = <InlineCode text={localPaths(verdict.reason)} />;
  switch (markOf(state)) {
    case 'undone':
      return <p class="task-reason">Done, and it counts. Undone since: {reason}</p>;
    case 'missing':
      return <p class="task-reason">{reason}</p>;
    case 'trouble':
      return <p class="task-reason">This could not be checked. The trouble is ours, not yours: {reason}</p>;
    default:
      return null;
  }
}
