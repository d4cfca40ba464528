import { z } from 'astro/zod';
import courseJson from '../../content/docker-images/course.json';
import { slugSchema } from '../shared/ids.ts';

const plannedLessonSchema = z.strictObject({
  order: z.number().int().min(1),
  slug: slugSchema,
  title: z.string().min(1),
  summary: z.string().min(1),
});

const courseSchema = z.strictObject({
  title: z.string().min(1),
  summary: z.string().min(1),
  modules: z.array(z.strictObject({ title: z.string().min(1), lessons: z.array(plannedLessonSchema).min(1) })).min(1),
});

export type PlannedLesson = z.infer<typeof plannedLessonSchema>;

/** The whole syllabus, with the lessons that are still to be written. */
export const course = courseSchema.parse(courseJson);
