import { render } from 'astro:content';
import { loadLessons } from '../lib/lessons.ts';
import { commandBlocksSchema } from '../shared/command-blocks.ts';

/** What Run in a lesson types: read by the server, from the very pages that it serves. */
export async function GET(): Promise<Response> {
  const lessons = await loadLessons();
  const blocks = await Promise.all(
    lessons.map(async (lesson) => [lesson.id, (await render(lesson)).remarkPluginFrontmatter['commandBlocks']]),
  );
  return Response.json(commandBlocksSchema.parse(Object.fromEntries(blocks)));
}
