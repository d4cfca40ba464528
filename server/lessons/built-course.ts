import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILT_COURSE_FILE, type BuiltCourse, builtCourseSchema } from '../../src/shared/built-course.ts';

/** The folder of a course's built pages, below the project's folder: each course has its own, so that none is taken for another. */
export const sitePath = (root: string, course: string) => join(root, 'dist', course);

/** Reads which course the pages are of. Throws where that is missing, torn, or another course than is served. */
export async function readBuiltCourse(siteFolder: string, course: string): Promise<BuiltCourse> {
  const file = join(siteFolder, BUILT_COURSE_FILE);
  const built = await readFile(file, 'utf8')
    .then((text) => builtCourseSchema.parse(JSON.parse(text)))
    .catch((cause: unknown) => {
      throw new Error(
        `It is unknown which course the pages are of: ${file} is missing or can't be read. Remove that folder, and start again with \`npm start\`.`,
        { cause },
      );
    });
  if (built.id === course) return built;
  throw new Error(
    `The pages in ${siteFolder} are of the course "${built.id}", not of "${course}". Remove that folder, and start again with \`npm start\`.`,
  );
}

/** Those of a course's exercises, in the order of its lessons. Throws where one that the pages show is not there. */
export function exercisesOf<T>({ exercises, id }: BuiltCourse, all: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map(
    exercises.map((name) => {
      const exercise = all.get(name);
      if (exercise !== undefined) return [name, exercise] as const;
      throw new Error(
        `The pages of "${id}" show the exercise "${name}", and there is no exercises/${name}. Remove dist/${id}, and start again with \`npm start\`.`,
      );
    }),
  );
}
