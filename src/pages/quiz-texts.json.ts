import { render } from 'astro:content';
import { loadLessons } from '../lib/lessons.ts';
import { quizTextsSchema } from '../shared/quiz.ts';

/** What the lessons ask, for pages that tell of answers: no more than the lessons show. */
export async function GET(): Promise<Response> {
  const lessons = await loadLessons();
  const texts = await Promise.all(
    lessons.map(async (lesson) => [lesson.id, (await render(lesson)).remarkPluginFrontmatter['quizTexts']]),
  );
  return Response.json(quizTextsSchema.parse(Object.fromEntries(texts)));
}
