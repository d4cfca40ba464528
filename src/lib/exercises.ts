import type { AnswerField, Exercise, Task } from '../shared/exercise/index.ts';

/** What a page shows of a task. Its hints come from the server, one at a time. */
export interface TaskCard {
  readonly id: string;
  readonly title: string;
  readonly answer?: AnswerField;
  readonly hintCount: number;
  /** The most that it can earn. */
  readonly points?: number;
}

/** What a page shows of an exercise: never its checks, hints and solution. */
export interface ExerciseCard {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly tasks: readonly TaskCard[];
  /** What it changes beyond what it makes itself, a line each. */
  readonly touches: readonly string[];
  readonly hasCertificate: boolean;
}

const modules = import.meta.glob<{ default: Exercise }>('/exercises/*/exercise.ts', { eager: true });

const cards = new Map(
  Object.values(modules).map(({ default: { certificate = false, ...exercise } }): [string, ExerciseCard] => {
    const { id, title, minutes, tasks, touches = [] } = exercise;
    return [id, { id, title, minutes, tasks: tasks.map(taskCard), touches, hasCertificate: certificate }];
  }),
);

function taskCard({ id, title, answer, hints = [], points }: Task): TaskCard {
  return { id, title, hintCount: hints.length, ...(answer && { answer }), ...(points !== undefined && { points }) };
}

/** All of them. For build time only, as below. */
export function exerciseCards(): readonly ExerciseCard[] {
  return [...cards.values()];
}

/** For build time only: a browser module that imports this would carry the checks along. Throws for an exercise that does not exist. */
export function exerciseCard(id: string): ExerciseCard {
  const card = cards.get(id);
  if (!card) {
    throw new Error(
      `<Exercise id="${id}">: there is no such exercise. Correct the id, or make exercises/${id}/exercise.ts. There are: ${[...cards.keys()].join(', ')}.`,
    );
  }
  return card;
}
