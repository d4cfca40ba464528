import { useEffect } from 'preact/hooks';
import { prefillPage } from '../lib/page-connection.ts';
import { pageState } from '../lib/page-state.ts';
import { countPassed, isOpen, markOf } from '../lib/task-mark.ts';
import { showTasks } from '../lib/task-room.ts';
import type { ExerciseState } from '../shared/views.ts';
import { TaskList, TaskReason, type TaskText } from './task-list.tsx';
import { useStore } from './use-store.ts';

interface DeskTasksProps {
  readonly exercises: readonly { readonly id: string; readonly title: string; readonly tasks: readonly TaskText[] }[];
}

/** The tasks beside the terminal: the first exercise that is not done is open. */
export function DeskTasks({ exercises }: DeskTasksProps) {
  const states = useStore(pageState, (page) => page.exercises);
  useEffect(() => void prefillPage().then(showTasks), []);
  const current = exercises.find(({ id, tasks }) => countPassed(states[id]) < tasks.length) ?? exercises[0];
  return (
    <>
      {exercises.map(({ id, title, tasks }) => (
        <details key={id} class="desk-exercise" data-desk-exercise={id} open={id === current?.id}>
          <summary>
            <span class="desk-exercise-title">{title}</span>
            <span class="desk-exercise-count" data-done={countPassed(states[id]) === tasks.length}>
              {countPassed(states[id])} of {tasks.length} done
            </span>
          </summary>
          <ShortList exercise={id} tasks={tasks} state={states[id]} />
          <a class="desk-exercise-link" href={`#exercise-${id}`}>
            Read the exercise
          </a>
        </details>
      ))}
    </>
  );
}

interface ShortListProps {
  readonly exercise: string;
  readonly tasks: readonly TaskText[];
  readonly state: ExerciseState | undefined;
}

/** Says of the first open task what is missing, and of every one that was undone; answers and hints are in the text. */
function ShortList({ exercise, tasks, state }: ShortListProps) {
  const next = tasks.find(({ id }) => isOpen(state?.tasks.find((task) => task.id === id)))?.id;
  return (
    <TaskList
      tasks={tasks}
      state={state}
      detail={({ id, answer, hintCount }, taskState) => (
        <>
          {(id === next || markOf(taskState) === 'undone') && (
            <div class="desk-task-verdict">
              <TaskReason state={taskState} />
            </div>
          )}
          {id === next && (answer || hintCount > 0) && (
            <p class="task-links">
              {answer && <a href={`#answer-${exercise}-${id}`}>Answer</a>}
              {hintCount > 0 && <a href={`#task-${exercise}-${id}`}>Hint</a>}
            </p>
          )}
        </>
      )}
    />
  );
}
