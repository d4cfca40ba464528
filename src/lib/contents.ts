import { type Appendix, loadAppendices } from './appendices.ts';
import { course, type PlannedLesson } from './course.ts';
import { exerciseCard } from './exercises.ts';
import { type Lesson, loadLessons } from './lessons.ts';

export interface ModuleContents {
  readonly numeral: string;
  readonly title: string;
  readonly lessons: readonly (PlannedLesson & {
    /** `undefined` where it is still to be written. */
    readonly written: Lesson | undefined;
    /** Its exercises with their counts of tasks, as course-progress.ts reads them. */
    readonly taskCounts: string | undefined;
  })[];
}

export interface Contents {
  readonly modules: readonly ModuleContents[];
  readonly lessons: readonly Lesson[];
  readonly appendices: readonly Appendix[];
}

const NUMERALS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'];

const taskCounts = (ids: readonly string[]) => ids.map((id) => `${id}:${exerciseCard(id).tasks.length}`).join(' ');

/** The course as it is listed: on the first page, and in the map that every page has. For build time. */
export async function loadContents(): Promise<Contents> {
  const [lessons, appendices] = await Promise.all([loadLessons(), loadAppendices()]);
  const modules = course.modules.map((module, index) => ({
    numeral: NUMERALS[index] ?? String(index + 1),
    title: module.title,
    lessons: module.lessons.map((planned) => {
      const written = lessons.find(({ id }) => id === planned.slug);
      return { ...planned, written, taskCounts: written && taskCounts(written.data.exercises) };
    }),
  }));
  return { modules, lessons, appendices };
}
