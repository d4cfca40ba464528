import { type CollectionEntry, getCollection } from 'astro:content';
import { checkLesson } from './check-lesson.ts';
import { course } from './course.ts';
import { exerciseIds } from './exercises.ts';

export type Lesson = CollectionEntry<'lessons'>;

export const lessonPath = (slug: string) => `/lessons/${slug}/`;

/** The written lessons in their order. Throws with all mistakes that their authors made, so that the build stops. */
export async function loadLessons(): Promise<readonly Lesson[]> {
  const lessons = (await getCollection('lessons')).toSorted((a, b) => a.data.order - b.data.order);
  const planned = course.modules.flatMap((module) => module.lessons);
  const mistakes = lessons.flatMap(({ id, data, body, filePath }) =>
    checkLesson(
      { file: filePath ?? id, slug: id, order: data.order, exercises: data.exercises, body: body ?? '' },
      exerciseIds,
      planned,
    ),
  );
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return lessons;
}
