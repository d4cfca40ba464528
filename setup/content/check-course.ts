import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Course, courseSchema, type PlannedLesson } from '../../src/lib/course-schema.ts';
import { checkSchema } from './check-schema.ts';
import type { Finding } from './finding.ts';
import { readYaml } from './yaml-source.ts';

export interface CheckedCourse {
  /** `undefined` where the file can't be used. */
  readonly course: Course | undefined;
  readonly findings: readonly Finding[];
}

/** Reads content/<course>/course.json. */
export async function checkCourse(root: string, name: string): Promise<CheckedCourse> {
  const file = `content/${name}/course.json`;
  const text = await readFile(join(root, file), 'utf8');
  const source = readYaml(text);
  const unreadable = source.faults.length > 0 ? undefined : jsonFault(text);
  if (unreadable !== undefined) {
    return { course: undefined, findings: [{ kind: 'mistake', file, ...unreadable }] };
  }
  const { data: course, findings } = checkSchema(file, source, courseSchema);
  if (!course) return { course: undefined, findings };
  const lessons = course.modules.flatMap((module, m) =>
    module.lessons.map((lesson, l) => ({ lesson, path: ['modules', m, 'lessons', l] as const })),
  );
  const doubles = (['order', 'slug'] as const).flatMap((field) =>
    lessons
      .filter(({ lesson }, index) => lessons.findIndex((other) => other.lesson[field] === lesson[field]) < index)
      .map(({ lesson, path }): Finding => {
        const first = lessons.find((other) => other.lesson[field] === lesson[field])?.lesson as PlannedLesson;
        return {
          kind: 'mistake',
          file,
          line: source.lineOf([...path, field]),
          field: [...path, field].join('.'),
          text: `"${first.title}" has the same ${field}, ${lesson[field]}. Give each lesson its own.`,
        };
      }),
  );
  return { course, findings: doubles };
}

/** YAML allows more than JSON does, and the pages read JSON. */
function jsonFault(text: string): Pick<Finding, 'line' | 'text'> | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
    // What people get wrong most, and what the message has no place for.
    const comma = /,\s*[\]}]/.exec(text);
    if (comma)
      return { line: lineAt(comma.index), text: 'the last entry of a list ends in a comma. Remove the comma.' };
    const said = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
    const line = /\(line (\d+) column \d+\)/.exec(said)?.[1];
    return { line: line === undefined ? undefined : Number(line), text: `it is no JSON: ${said}. Correct it there.` };
  }
}
