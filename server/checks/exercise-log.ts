import type { LearnerId } from '../../src/shared/ids.ts';
import type { ExerciseState } from '../../src/shared/views.ts';
import { readProgress } from '../domain/progress.ts';
import { Serial } from '../domain/serial.ts';
import { LearnerError } from '../errors.ts';
import type { Store } from '../storage/port.ts';
import type { LoadedExercise } from './exercises.ts';

export interface ExerciseLogOptions {
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  readonly store: Pick<Store, 'attempts' | 'deeds' | 'appendDeed'>;
  readonly now: () => Date;
}

/** A hint that a learner is given unasked. `from`: in the name that they have in the class. */
export interface GivenHint {
  readonly learnerId: LearnerId;
  readonly exercise: string;
  readonly task: string;
  readonly from: string;
}

/** What the logs say of learners' exercises, whether they are at work or not. Nothing is checked for it. */
export interface ExerciseLog {
  /** Of those exercises that there are. */
  states(learnerId: LearnerId, exercises: readonly string[]): Promise<readonly ExerciseState[]>;
  /** Throws a `LearnerError`. */
  giveHint(hint: GivenHint): Promise<void>;
}

export function createExerciseLog({ exercises, store, now }: ExerciseLogOptions): ExerciseLog {
  const giving = new Serial<LearnerId>();

  const states: ExerciseLog['states'] = async (learnerId, ids) => {
    const loaded = ids.map((id) => exercises.get(id)).filter((each) => each !== undefined);
    return Promise.all(
      loaded.map(async ({ exercise, solution }) => {
        const [attempts, deeds] = await Promise.all([
          store.attempts(learnerId, exercise.id),
          store.deeds(learnerId, { exercise: exercise.id }),
        ]);
        return readProgress({ ...exercise, solution }, attempts, deeds);
      }),
    );
  };

  return {
    states,
    giveHint: ({ learnerId, exercise, task, from }) =>
      giving.run(learnerId, async () => {
        const [state] = await states(learnerId, [exercise]);
        const at = state?.tasks.find(({ id }) => id === task);
        if (!at) throw new LearnerError('task-unknown', 'This course has no such task any more. Reload the page.');
        if (at.passedAt !== null) throw new LearnerError('hint-refused', 'The learner has done this task already.');
        if (at.hints.length >= at.hintCount) {
          throw new LearnerError(
            'hint-refused',
            'The learner has all hints of this task already. Write them a message.',
          );
        }
        await store.appendDeed({ kind: 'hint', exercise, task, from, learnerId, at: now().toISOString() });
      }),
  };
}
