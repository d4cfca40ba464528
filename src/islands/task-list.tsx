import { localPaths } from '../lib/machine.ts';
import type { ExerciseState, TaskState } from '../shared/views.ts';
import { InlineCode } from './inline-code.tsx';

export interface TaskText {
  readonly id: string;
  readonly title: string;
}

export type TaskMark = 'passed' | 'missing' | 'trouble' | 'open';

const markNames: Readonly<Record<TaskMark, string>> = {
  passed: 'Done',
  missing: 'Not done yet',
  trouble: 'Could not be checked',
  open: 'Not checked yet',
};

/** A task that was passed once stays passed, whatever its latest verdict. */
export function markOf(state: TaskState | undefined): TaskMark {
  if (state?.passedAt) return 'passed';
  switch (state?.verdict?.kind) {
    case 'fail':
      return 'missing';
    case 'error':
      return 'trouble';
    default:
      return 'open';
  }
}

export function countPassed(state: ExerciseState | undefined): number {
  return state?.tasks.filter(({ passedAt }) => passedAt !== null).length ?? 0;
}

interface TaskListProps {
  readonly tasks: readonly TaskText[];
  readonly state: ExerciseState | undefined;
  /** Say what is missing for every task, or only for the first that is not done. */
  readonly reasons: 'all' | 'first';
}

export function TaskList({ tasks, state, reasons }: TaskListProps) {
  const states = new Map(state?.tasks.map((task) => [task.id, task]));
  const firstOpen = tasks.find(({ id }) => markOf(states.get(id)) !== 'passed')?.id;
  return (
    <ol class="tasks">
      {tasks.map(({ id, title }) => {
        const task = states.get(id);
        const mark = markOf(task);
        return (
          <li key={id} class="task" data-mark={mark}>
            <svg class="task-mark" viewBox="0 0 20 20" aria-hidden="true">
              <circle cx="10" cy="10" r="8.25" />
              {mark === 'passed' && <path d="m6 10.4 2.8 2.8 5.4-6" />}
              {mark === 'trouble' && <path d="M10 5.6v5.4M10 13.6v.4" />}
            </svg>
            <div>
              <span class="visually-hidden">{markNames[mark]}: </span>
              <span class="task-title" data-task={id}>
                <InlineCode text={title} />
              </span>
              {(reasons === 'all' || id === firstOpen) && <Reason mark={mark} task={task} />}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Reason({ mark, task }: { readonly mark: TaskMark; readonly task: TaskState | undefined }) {
  const verdict = task?.verdict;
  if (mark === 'missing' && verdict?.kind === 'fail') {
    return (
      <p class="task-reason">
        <InlineCode text={localPaths(verdict.reason)} />
      </p>
    );
  }
  if (mark === 'trouble' && verdict?.kind === 'error') {
    return (
      <p class="task-reason">
        This could not be checked. The trouble is ours, not yours: <InlineCode text={verdict.reason} />
      </p>
    );
  }
  return null;
}
