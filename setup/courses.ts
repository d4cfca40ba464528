import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.ts';

/** The names of all courses: the folders of content/ that hold a course.json. */
export function listCourses(root: string): readonly string[] {
  const content = join(root, 'content');
  if (!existsSync(content)) return [];
  return readdirSync(content)
    .filter((name) => existsSync(join(content, name, 'course.json')))
    .sort();
}

/** The course's name, where there is such a course. Throws a `SetupError` that lists those that there are. */
export function requireCourse(root: string, course: string): string {
  const courses = listCourses(root);
  if (courses.includes(course)) return course;
  throw new SetupError(
    `There is no course "${course}": content/${course}/course.json is missing. Set DRYDOCK_COURSE to one of ${courses.join(', ') || 'those in content/ (there is none yet)'}, or leave it unset.`,
  );
}
