import { type CollectionEntry, getCollection } from 'astro:content';
import { courseId } from './course.ts';

export type Lesson = CollectionEntry<'lessons'>;

export const lessonPath = (slug: string) => `/lessons/${slug}/`;

/** The written lessons in their order. That they are as they must be was checked before: setup/content. */
export async function loadLessons(): Promise<readonly Lesson[]> {
  const prefix = `${courseId}/`;
  const lessons = await getCollection('lessons', ({ id }) => id.startsWith(prefix));
  return lessons
    .map((lesson) => ({ ...lesson, id: lesson.id.slice(prefix.length) }))
    .toSorted((one, other) => one.data.order - other.data.order);
}
