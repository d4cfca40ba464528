import { useEffect } from 'preact/hooks';
import { prefillPage } from '../lib/page-connection.ts';
import { pageState } from '../lib/page-state.ts';
import { countPassed, TaskList, type TaskText } from './task-list.tsx';
import { useStore } from './use-store.ts';

interface DeskTasksProps {
  readonly exercises: readonly { readonly id: string; readonly title: string; readonly tasks: readonly TaskText[] }[];
}

/** The tasks beside the terminal: the first exercise that is not done is open. */
export function DeskTasks({ exercises }: DeskTasksProps) {
  const states = useStore(pageState, (page) => page.exercises);
  useEffect(() => void prefillPage(), []);
  const current = exercises.find(({ id, tasks }) => countPassed(states[id]) < tasks.length) ?? exercises[0];
  return (
    <>
      {exercises.map(({ id, title, tasks }) => (
        <details key={id} class="desk-exercise" open={id === current?.id}>
          <summary>
            <span class="desk-exercise-title">{title}</span>
            <span class="desk-exercise-count">
              {countPassed(states[id])} of {tasks.length} done
            </span>
          </summary>
          <TaskList tasks={tasks} state={states[id]} reasons="first" />
          <a class="desk-exercise-link" href={`#exercise-${id}`}>
            Read the exercise
          </a>
        </details>
      ))}
    </>
  );
}
