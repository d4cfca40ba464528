import type { Exercise } from '../shared/exercise/index.ts';

/** What a page shows of an exercise: never its checks. */
export interface ExerciseCard {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly tasks: readonly { readonly id: string; readonly title: string }[];
  /** What it changes beyond what it makes itself, a line each. */
  readonly touches: readonly string[];
}

const modules = import.meta.glob<{ default: Exercise }>('/exercises/*/exercise.ts', { eager: true });

const cards = new Map(
  Object.values(modules).map(({ default: { id, title, minutes, tasks, touches = [] } }): [string, ExerciseCard] => [
    id,
    { id, title, minutes, tasks: tasks.map((task) => ({ id: task.id, title: task.title })), touches },
  ]),
);

/** For build time only: a browser module that imports this would carry the checks along. */
export const exerciseIds: ReadonlySet<string> = new Set(cards.keys());

/** Throws for an exercise that does not exist. */
export function exerciseCard(id: string): ExerciseCard {
  const card = cards.get(id);
  if (!card) {
    throw new Error(
      `<Exercise id="${id}">: there is no such exercise. Correct the id, or make exercises/${id}/exercise.ts. There are: ${[...cards.keys()].join(', ')}.`,
    );
  }
  return card;
}
