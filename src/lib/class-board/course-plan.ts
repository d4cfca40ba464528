/** The names of what a board shows, as the pages were built with them. */
export interface CoursePlan {
  readonly lessons: readonly PlanLesson[];
}

export interface PlanLesson {
  readonly slug: string;
  readonly order: number;
  readonly title: string;
  readonly exercises: readonly {
    readonly id: string;
    readonly title: string;
    readonly tasks: readonly { readonly id: string; readonly title: string; readonly hintCount: number }[];
  }[];
}

/** A column of the board with its names. `lesson` is `undefined` for a task that the pages do not have: they are of another build. */
export interface NamedTask {
  readonly id: string;
  readonly exercise: string;
  readonly exerciseTitle: string;
  readonly title: string;
  readonly hintCount: number;
  readonly lesson: PlanLesson | undefined;
}

/** Gives the board's columns, `exercise/task` each, their names. */
export function nameTasks(plan: CoursePlan, tasks: readonly string[]): readonly NamedTask[] {
  const named = new Map<string, NamedTask>();
  for (const lesson of plan.lessons) {
    for (const { id, title, tasks: own } of lesson.exercises) {
      for (const task of own) {
        const key = `${id}/${task.id}`;
        // An exercise that several lessons show belongs to the first.
        if (!named.has(key)) named.set(key, { ...task, exercise: id, exerciseTitle: title, lesson });
      }
    }
  }
  return tasks.map((key) => {
    const [exercise = key, task = key] = key.split('/');
    const unknown = { id: task, exercise, exerciseTitle: exercise, title: task, hintCount: 0, lesson: undefined };
    return named.get(key) ?? unknown;
  });
}
