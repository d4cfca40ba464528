import * as z from 'zod/mini';
import { slugSchema } from './ids.ts';

/** The folder below `content/` that is the course where nothing else is said. */
export const DEFAULT_COURSE = 'docker-images';

/** Where the build of the pages leaves word of what they were built from, among the pages: so both are always of one build. */
export const BUILT_COURSE_FILE = 'course.json';

/** `id` is the course's folder; `exercises` are those that its lessons show, `lessons` which shows which, in their order. */
export const builtCourseSchema = z.object({
  id: slugSchema,
  title: z.string(),
  exercises: z.array(slugSchema),
  lessons: z._default(z.array(z.object({ slug: slugSchema, exercises: z.array(slugSchema) })), []),
});
export type BuiltCourse = z.infer<typeof builtCourseSchema>;
