import { useEffect } from 'preact/hooks';
import { machine } from '../lib/machine.ts';
import { checkNow, prefillPage } from '../lib/page-connection.ts';
import { isComing, pageState } from '../lib/page-state.ts';
import { describeComing } from '../lib/status-text.ts';
import { countPassed } from '../lib/task-mark.ts';
import { describePoints, scoreOf } from '../lib/task-points.ts';
import { AllowExercise } from './allow-exercise.tsx';
import { ExerciseSolution } from './exercise-solution.tsx';
import { LazyAction } from './lazy-action.tsx';
import { TaskDetail } from './task-detail.tsx';
import { TaskList, type TaskText } from './task-list.tsx';
import { useHydrated } from './use-hydrated.ts';
import { useStore } from './use-store.ts';

interface ExerciseTasksProps {
  readonly exercise: string;
  readonly title: string;
  readonly tasks: readonly TaskText[];
  /** What it changes beyond what it makes itself, a line each. */
  readonly touches: readonly string[];
  /** Whether there is a certificate for all of its tasks. */
  readonly hasCertificate: boolean;
}

/** The tasks of an exercise inside the lesson's text. Prerendered as they stand before the first check. */
export function ExerciseTasks({ exercise, title, tasks, touches, hasCertificate }: ExerciseTasksProps) {
  const state = useStore(pageState, ({ exercises }) => exercises[exercise]);
  const isChecking = useStore(pageState, ({ checking }) => checking.has(exercise));
  const status = useStore(pageState, (page) => page.status);
  const problem = useStore(pageState, (page) => page.problem);
  useEffect(() => void prefillPage(), []);
  const isHydrated = useHydrated();
  const passed = countPassed(state);
  const isDone = passed === tasks.length;
  const score = scoreOf(tasks, state);
  const own = useStore(machine, (state) => state.own);
  const isAllowed = own === undefined || touches.length === 0 || own.allowed.includes(exercise);
  return (
    <>
      {!isAllowed && <AllowExercise exercise={exercise} title={title} touches={touches} />}
      <TaskList
        tasks={tasks}
        state={state}
        idPrefix={`task-${exercise}`}
        detail={(task, taskState) => (
          <TaskDetail
            exercise={exercise}
            task={task}
            state={taskState}
            isTried={state?.isTried ?? false}
            isAllowed={isAllowed}
          />
        )}
      />
      <div class="exercise-foot">
        {isAllowed && (
          <button
            type="button"
            class="button"
            disabled={!isHydrated || isChecking}
            aria-busy={isChecking}
            onClick={() => void checkNow(exercise)}
          >
            {isChecking ? 'Checking…' : 'Check now'}
          </button>
        )}
        <p class="exercise-count" data-done={isDone}>
          {isChecking && isComing(status) && `${describeComing(status)} `}
          {isDone ? 'All done.' : `${passed} of ${tasks.length} done.`}{' '}
          {score && passed > 0 && <strong>{describePoints(score)}.</strong>}{' '}
          {!isDone && (status.state === 'ready' ? 'Tasks tick by themselves while you work.' : '')}
        </p>
        {isDone && hasCertificate && (
          <a class="button" href="/certificate/">
            Your certificate
          </a>
        )}
        {state && !own && (
          <LazyAction
            class="quiet"
            label="Start this exercise over…"
            act={async () => {
              const { askToResetExercise } = await import('./ask-first.tsx');
              askToResetExercise(exercise, title);
              return undefined;
            }}
          />
        )}
      </div>
      {status.state === 'failed' ? (
        <p class="trouble">{status.message}</p>
      ) : (
        problem && <p class="trouble">{problem}</p>
      )}
      {isAllowed && <ExerciseSolution exercise={exercise} title={title} state={state} />}
    </>
  );
}
