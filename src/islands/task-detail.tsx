import { isComing, pageState, taskKey } from '../lib/page-state.ts';
import { describeComing } from '../lib/status-text.ts';
import { markOf } from '../lib/task-mark.ts';
import type { TaskState } from '../shared/views.ts';
import { InlineCode } from './inline-code.tsx';
import { TaskAnswer } from './task-answer.tsx';
import { TaskHints } from './task-hints.tsx';
import { TaskReason, type TaskText } from './task-list.tsx';
import { useStore } from './use-store.ts';

const times = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });

interface TaskDetailProps {
  readonly exercise: string;
  readonly task: TaskText;
  readonly state: TaskState | undefined;
  readonly isTried: boolean;
  /** Whether the learner may work at it: on their own machine they are asked first. */
  readonly isAllowed: boolean;
}

/** Beneath a task in the lesson's text: where it is answered, what is missing, its hints. */
export function TaskDetail({ exercise, task, state, isTried, isAllowed }: TaskDetailProps) {
  const pending = useStore(pageState, ({ answering }) => answering[taskKey(exercise, task.id)]);
  const lineId = `line-${exercise}-${task.id}`;
  return (
    <>
      {task.answer && (
        <TaskAnswer
          exercise={exercise}
          task={task.id}
          field={task.answer}
          answer={state?.answer ?? null}
          isChecking={pending !== undefined}
          isAllowed={isAllowed}
          describedBy={lineId}
        />
      )}
      <div class="task-line">
        <TaskHints exercise={exercise} task={task} state={state} isTried={isTried} isAllowed={isAllowed}>
          <div id={lineId} class="task-verdict">
            <TaskVerdict state={state} isChecking={pending !== undefined} />
          </div>
        </TaskHints>
      </div>
    </>
  );
}

function TaskVerdict({ state, isChecking }: { readonly state: TaskState | undefined; readonly isChecking: boolean }) {
  const status = useStore(pageState, (page) => page.status);
  if (isChecking) {
    return <p class="task-reason">Checking your answer… {isComing(status) && describeComing(status)}</p>;
  }
  if (state?.passedAt && markOf(state) === 'passed') {
    const note = state.verdict?.kind === 'pass' ? state.verdict.note : undefined;
    return (
      <p class="task-reason">
        Done on {times.format(new Date(state.passedAt))}
        {note !== undefined && (
          <>
            . <InlineCode text={note} />
          </>
        )}
      </p>
    );
  }
  return <TaskReason state={state} />;
}
