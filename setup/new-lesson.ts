import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Course, PlannedLesson } from '../src/lib/course-schema.ts';
import { checkCourse } from './content/check-course.ts';
import { describeFinding } from './content/finding.ts';
import { writeNewFiles } from './new-files.ts';
import { requireName, titleOf } from './new-name.ts';
import { SetupError } from './setup-error.ts';

export interface NewLessonOptions {
  /** The project's folder. */
  readonly root: string;
  readonly course: string;
  readonly slug: string;
  /** The slug of the lesson that it follows; at the end of the course where `undefined`. */
  readonly after: string | undefined;
}

/** Writes a lesson that holds as it is, and its place in course.json. Resolves with what to do next. Throws a `SetupError`. */
export async function newLesson({ root, course: name, slug, after }: NewLessonOptions): Promise<string> {
  requireName(slug);
  const courseFile = `content/${name}/course.json`;
  const { course, findings } = await checkCourse(root, name);
  if (!course || findings.length > 0) {
    throw new SetupError(
      `Mend ${courseFile} first:\n${findings.map((each) => `  ${describeFinding(each)}`).join('\n')}`,
    );
  }
  const folder = `content/${name}/lessons`;
  const written = (await readdir(join(root, folder)).catch(() => [])).find((file) => slugOf(file) === slug);
  if (written !== undefined) {
    throw new SetupError(
      `There is a lesson "${slug}" already: ${folder}/${written}. Choose another slug, or change that one.`,
    );
  }
  const planned = lessonsOf(course).find((lesson) => lesson.slug === slug);
  if (planned && after !== undefined) {
    throw new SetupError(
      `course.json has a place for "${slug}" already: lesson ${planned.order}. Leave \`--after\` away, or move it in ${courseFile}.`,
    );
  }
  const place = planned ?? placeIn(course, slug, after);
  const path = `${folder}/${String(place.order).padStart(2, '0')}-${slug}.mdx`;
  if (!planned) await makeRoom(root, folder, place.order);
  await writeNewFiles(root, [{ path, text: lessonText(place) }]);
  if (!planned) await writeFile(join(root, courseFile), `${JSON.stringify(course, null, 2)}\n`);
  return `Written: ${path}${planned ? ', for the place that course.json has for it' : `, and lesson ${place.order} in ${courseFile}`}.

1. Write it: title and summary stand in ${courseFile} too. \`npm run dev\` shows each change at once.
2. Give it an exercise: \`npm run new exercise <id>\`.
3. Prove its commands and their output: \`npm run verify:course -- --only ${slug}\`; with \`--update\` what they print is written into it.
`;
}

const slugOf = (file: string) => file.replace(/^\d+-/, '').replace(/\.mdx$/, '');

const lessonsOf = ({ modules }: Course) => modules.flatMap((module) => module.lessons);

/** Puts a lesson into the course, and moves those behind it up by one. */
function placeIn(course: Course, slug: string, after: string | undefined): PlannedLesson {
  const lessons = lessonsOf(course);
  const before =
    after === undefined
      ? lessons.toSorted((a, b) => a.order - b.order).at(-1)
      : lessons.find((each) => each.slug === after);
  const module = course.modules.find((each) => before && each.lessons.includes(before));
  if (!before || !module) {
    throw new SetupError(
      `There is no lesson "${after}" to put it behind. There are: ${lessons.map((each) => each.slug).join(', ')}.`,
    );
  }
  for (const lesson of lessons) if (lesson.order > before.order) lesson.order += 1;
  const place = {
    order: before.order + 1,
    slug,
    title: titleOf(slug),
    summary: 'One sentence: what a learner can do after this lesson.',
  };
  module.lessons.splice(module.lessons.indexOf(before) + 1, 0, place);
  return place;
}

/** Moves the written lessons from `order` on up by one: the last first, so that none is in another's way. */
async function makeRoom(root: string, folder: string, order: number): Promise<void> {
  const files = (await readdir(join(root, folder)).catch(() => [])).filter((file) => /^\d+-.*\.mdx$/.test(file));
  const moving = files
    .filter((file) => Number.parseInt(file, 10) >= order)
    .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10));
  for (const file of moving) {
    const number = Number.parseInt(file, 10) + 1;
    const text = await readFile(join(root, folder, file), 'utf8');
    await writeFile(join(root, folder, file), text.replace(/^order: \d+$/m, `order: ${number}`));
    await rename(
      join(root, folder, file),
      join(root, folder, `${String(number).padStart(2, '0')}-${slugOf(file)}.mdx`),
    );
  }
}

function lessonText({ order, title, summary }: PlannedLesson): string {
  return `---
order: ${order}
title: ${JSON.stringify(title)}
summary: ${JSON.stringify(summary)}
minutes: 10
objectives:
  - Say what a learner can do afterwards
exercises: []
---

Begin with a question that the lesson answers.

## A first step

Say what the commands do, then let the learner run them:

\`\`\`bash
cd
pwd
\`\`\`

\`\`\`text
/home/learner
\`\`\`

## Remember

1. One sentence for each thing that should stay.
`;
}
