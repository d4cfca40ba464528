import { IMAGES } from '../../images/catalog.ts';
import { eachTag } from '../course-images.ts';
import { listCourses } from '../courses.ts';
import { checkAppendices } from './check-appendices.ts';
import { checkCourse } from './check-course.ts';
import { checkExercises } from './check-exercises.ts';
import { checkLessons } from './check-lessons.ts';
import { type Finding, sortFindings } from './finding.ts';

/** Everything that the authors of a course, and of the exercises, should know; in the order of the files. */
export async function checkContent(options: {
  /** The project's folder. */
  readonly root: string;
  readonly course: string;
  readonly signal: AbortSignal;
}): Promise<readonly Finding[]> {
  const { root, course, signal } = options;
  const images = new Set(
    IMAGES.flatMap(({ course: image }) => (image ? eachTag(image).map(({ reference }) => reference) : [])),
  );
  const exercises = await checkExercises({ root, images, signal });
  const used = new Set<string>();
  const findings: Finding[] = [...exercises.findings];
  // Other courses are looked at for what they use alone: their mistakes stop their own build.
  for (const name of listCourses(root)) {
    const checked = await checkCourse(root, name);
    const planned = checked.course?.modules.flatMap((module) => module.lessons);
    const lessons = await checkLessons({ root, course: name, planned, exerciseIds: exercises.ids, images });
    for (const id of lessons.exercises) used.add(id);
    if (name === course)
      findings.push(...checked.findings, ...lessons.findings, ...(await checkAppendices(root, name)));
  }
  for (const id of exercises.ids) {
    if (used.has(id)) continue;
    const text = `no lesson shows it. Put <Exercise id="${id}" /> into one, and the id into its frontmatter's exercises.`;
    findings.push({ kind: 'warning', file: `exercises/${id}`, text });
  }
  return sortFindings(findings);
}
