import { course, courseId } from '../lib/course.ts';
import { loadLessons } from '../lib/lessons.ts';
import { builtCourseSchema } from '../shared/built-course.ts';

/** What these pages were built from: read by the server, so that it serves the course's exercises and no others. */
export async function GET(): Promise<Response> {
  const lessons = await loadLessons();
  const exercises = [...new Set(lessons.flatMap(({ data }) => data.exercises))];
  const parts = lessons.map(({ id: slug, data }) => ({ slug, exercises: data.exercises }));
  return Response.json(builtCourseSchema.parse({ id: courseId, title: course.title, exercises, lessons: parts }));
}
