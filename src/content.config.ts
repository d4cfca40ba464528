import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import type { AppendixFrontmatter, LessonFrontmatter } from './lib/course-schema.ts';

/** `<course>/<slug>`: the number in front of the file's name orders the folder; the address of the page goes without it. */
const courseAndSlug = ({ entry }: { entry: string }) =>
  entry.replace(/\/(?:lessons|appendices)\/(?:\d+-)?/, '/').replace(/\.mdx$/, '');

const lessons = defineCollection({
  // Of all courses, so that what Astro keeps between builds is the same for each of them; src/lib/lessons.ts takes one course's.
  loader: glob({ base: 'content', pattern: '*/lessons/*.mdx', generateId: courseAndSlug }),
  // Checked before, all at once and with the fix: setup/content.
  schema: z.custom<LessonFrontmatter>(),
});

/** What is looked up rather than read: a glossary, a list of commands. */
const appendices = defineCollection({
  loader: glob({ base: 'content', pattern: '*/appendices/*.mdx', generateId: courseAndSlug }),
  schema: z.custom<AppendixFrontmatter>(),
});

export const collections = { lessons, appendices };
