import type { AstroComponentFactory } from 'astro/runtime/server/index.js';
import { courseSchema, type PlannedLesson } from './course-schema.ts';

export type { PlannedLesson };

/** The name of the folder below content/ that the pages are built from. */
export const courseId: string = import.meta.env.COURSE;

const files = import.meta.glob<unknown>('/content/*/course.json', { import: 'default' });
const pictures = import.meta.glob<AstroComponentFactory>('/content/*/figures/title-page.astro', { import: 'default' });

/** The whole syllabus, with the lessons that are still to be written. */
export const course = courseSchema.parse(await files[`/content/${courseId}/course.json`]?.());

/** What stands beside the title on the first page; `undefined` where the course has no figures/title-page.astro. */
export const TitlePicture = await pictures[`/content/${courseId}/figures/title-page.astro`]?.();
