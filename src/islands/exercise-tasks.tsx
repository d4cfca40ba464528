import { useEffect } from 'preact/hooks';
import { checkNow, prefillTicks } from '../lib/page-connection.ts';
import { pageState } from '../lib/page-state.ts';
import { countPassed, TaskList, type TaskText } from './task-list.tsx';
import { useHydrated } from './use-hydrated.ts';
import { useStore } from './use-store.ts';

interface ExerciseTasksProps {
  readonly exercise: string;
  readonly tasks: readonly TaskText[];
}

/** The tasks of an exercise inside the lesson's text. Prerendered as they stand before the first check. */
export function ExerciseTasks({ exercise, tasks }: ExerciseTasksProps) {
  const state = useStore(pageState, ({ exercises }) => exercises[exercise]);
  const isChecking = useStore(pageState, ({ checking }) => checking.has(exercise));
  const status = useStore(pageState, (page) => page.status);
  const problem = useStore(pageState, (page) => page.problem);
  useEffect(() => void prefillTicks(), []);
  const isHydrated = useHydrated();
  const passed = countPassed(state);
  const isDone = passed === tasks.length;
  return (
    <>
      <TaskList tasks={tasks} state={state} reasons="all" />
      <div class="exercise-foot">
        <button
          type="button"
          class="button"
          disabled={!isHydrated || isChecking}
          aria-busy={isChecking}
          onClick={() => void checkNow(exercise)}
        >
          {isChecking ? 'Checking…' : 'Check now'}
        </button>
        <p class="exercise-count">
          {isDone ? 'All done.' : `${passed} of ${tasks.length} done.`}{' '}
          {!isDone && (status.kind === 'ready' ? 'Tasks tick by themselves while you work.' : '')}
        </p>
      </div>
      {status.kind === 'failed' ? <p class="trouble">{status.message}</p> : problem && <p class="trouble">{problem}</p>}
    </>
  );
}
