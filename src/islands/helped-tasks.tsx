import type { ExerciseCard } from '../lib/exercises.ts';
import type { ClassId, LearnerId } from '../shared/ids.ts';
import type { ExerciseState, TaskState } from '../shared/views.ts';
import { GiveHint } from './give-hint.tsx';
import { InlineCode } from './inline-code.tsx';

export type CardOfTasks = Pick<ExerciseCard, 'id' | 'title'> & {
  readonly tasks: readonly Pick<ExerciseCard['tasks'][number], 'id' | 'title'>[];
};

interface HelpedTasksProps {
  readonly classId: ClassId;
  readonly learner: LearnerId;
  readonly cards: readonly CardOfTasks[];
  readonly states: readonly ExerciseState[];
  readonly isShown: boolean;
}

/** The tasks of the page that the learner has before them, to be read, and their next hints to be given. */
export function HelpedTasks({ classId, learner, cards, states, isShown }: HelpedTasksProps) {
  if (!isShown) return null;
  if (states.length === 0) return <p class="hands-none">The page that they have open has no tasks.</p>;
  return (
    <>
      {states.map((state) => {
        const card = cards.find(({ id }) => id === state.exercise);
        return (
          <section key={state.exercise} class="helped-exercise" aria-label={card?.title ?? state.exercise}>
            <h2>{card?.title ?? state.exercise}</h2>
            <ul>
              {state.tasks.map((task) => {
                const title = card?.tasks.find(({ id }) => id === task.id)?.title ?? task.id;
                return (
                  <li key={task.id} data-done={task.passedAt !== null}>
                    <p>
                      <b>{task.passedAt === null ? 'Not done:' : 'Done:'}</b> <InlineCode text={title} />
                    </p>
                    {task.passedAt === null && task.verdict && 'reason' in task.verdict && (
                      <p class="hands-state">
                        <InlineCode text={task.verdict.reason} />
                      </p>
                    )}
                    {task.hintCount > 0 && <p class="hands-state">{describeHints(task)}</p>}
                    {task.passedAt === null && task.hints.length < task.hintCount && (
                      <GiveHint
                        classId={classId}
                        learner={learner}
                        exercise={state.exercise}
                        task={task.id}
                        title={title}
                      />
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function describeHints({ hints, hintCount }: TaskState): string {
  return hints.length === 0 ? `None of ${hintCount} hints yet` : `Hint ${hints.length} of ${hintCount}`;
}
