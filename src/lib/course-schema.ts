import { z } from 'zod';
import { slugSchema } from '../shared/ids.ts';

const plannedLessonSchema = z.strictObject({
  order: z.int().min(1),
  slug: slugSchema,
  title: z.string().min(1),
  summary: z.string().min(1),
});
export type PlannedLesson = z.infer<typeof plannedLessonSchema>;

/** content/<course>/course.json: the syllabus, with the lessons that are still to be written. */
export const courseSchema = z.strictObject({
  title: z.string().min(1).max(60),
  summary: z.string().min(1).max(300),
  modules: z.array(z.strictObject({ title: z.string().min(1), lessons: z.array(plannedLessonSchema).min(1) })).min(1),
});
export type Course = z.infer<typeof courseSchema>;

/** The frontmatter of content/<course>/lessons/<order>-<slug>.mdx. */
export const lessonSchema = z.strictObject({
  order: z.int().min(1),
  title: z.string().min(1).max(60),
  /** One sentence. */
  summary: z.string().min(1).max(200),
  minutes: z.int().min(1).max(60),
  objectives: z.array(z.string().min(1)).min(1).max(6),
  /** Ids of the exercises that the text shows, in its order. */
  exercises: z.array(z.string()),
});
export type LessonFrontmatter = z.infer<typeof lessonSchema>;

/** The frontmatter of content/<course>/appendices/<order>-<slug>.mdx. */
export const appendixSchema = z.strictObject({
  order: z.int().min(1),
  title: z.string().min(1).max(60),
  /** One sentence. */
  summary: z.string().min(1).max(200),
});
export type AppendixFrontmatter = z.infer<typeof appendixSchema>;
