import type { PlannedLesson } from './course.ts';

export interface LessonSource {
  /** Path of the file, as an author knows it. */
  readonly file: string;
  readonly slug: string;
  readonly order: number;
  readonly exercises: readonly string[];
  /** The MDX below the frontmatter. */
  readonly body: string;
}

/** An author's mistakes in one lesson, each with file, field and fix; empty when there is none. */
export function checkLesson(
  { file, slug, order, exercises, body }: LessonSource,
  exerciseIds: ReadonlySet<string>,
  planned: readonly PlannedLesson[],
): readonly string[] {
  const mistakes: string[] = [];
  const known = [...exerciseIds].join(', ') || 'none';
  for (const id of exercises) {
    if (!exerciseIds.has(id)) {
      mistakes.push(
        `${file}: exercises: there is no exercise "${id}". Correct the id, or make exercises/${id}/exercise.ts. There are: ${known}.`,
      );
    }
  }
  const shown = [...body.matchAll(/<Exercise\s+id=["']([^"']*)["']/g)].map((match) => match[1] ?? '');
  for (const id of shown) {
    if (!exercises.includes(id)) {
      mistakes.push(`${file}: <Exercise id="${id}">: "${id}" is not in the frontmatter's exercises. Add it there.`);
    }
  }
  for (const id of exercises) {
    if (!shown.includes(id)) {
      mistakes.push(
        `${file}: exercises: "${id}" is never shown. Put <Exercise id="${id}" /> into the text, or take it out.`,
      );
    }
  }
  const place = planned.find((lesson) => lesson.slug === slug);
  if (!place) {
    mistakes.push(
      `${file}: course.json has no lesson with the slug "${slug}". Rename the file, or add the lesson there.`,
    );
  } else if (place.order !== order) {
    mistakes.push(`${file}: order: it is ${order} here and ${place.order} in course.json. Make them the same.`);
  }
  return mistakes;
}
