import { exerciseCard } from './exercises.ts';
import { lessonPath, loadLessons } from './lessons.ts';

/** What a page needs to name exercises and tasks. Titles are as authors write them, backticks mark code. */
export interface TitledExercise {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly tasks: Readonly<Record<string, string>>;
}

export interface TitledLesson {
  readonly slug: string;
  /** With its number: `6. First Dockerfile`. */
  readonly title: string;
  readonly path: string;
  readonly exercises: readonly TitledExercise[];
}

/** The course by its names. For build time; an exercise is in the first lesson that shows it. */
export async function loadTitles(): Promise<readonly TitledLesson[]> {
  const seen = new Set<string>();
  return (await loadLessons()).map(({ id: slug, data }) => ({
    slug,
    title: `${data.order}. ${data.title}`,
    path: lessonPath(slug),
    exercises: data.exercises
      .filter((id) => !seen.has(id) && seen.add(id))
      .map(exerciseCard)
      .map(({ id, title, tasks }) => ({
        id,
        title,
        path: `${lessonPath(slug)}#exercise-${id}`,
        tasks: Object.fromEntries(tasks.map((task) => [task.id, task.title])),
      })),
  }));
}
