import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lessonSchema, type PlannedLesson } from '../../src/lib/course-schema.ts';
import { slugSchema } from '../../src/shared/ids.ts';
import { checkSchema } from './check-schema.ts';
import { checkBody, FRONTMATTER } from './check-text.ts';
import type { Finding } from './finding.ts';
import { imagesMade, imagesNamed } from './named-images.ts';
import { valueAt } from './schema-words.ts';
import { readYaml } from './yaml-source.ts';

export interface CheckedLessons {
  /** Ids of the exercises that the lessons name. */
  readonly exercises: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

export interface LessonsContext {
  readonly root: string;
  readonly course: string;
  /** Those of course.json; `undefined` where that can't be read. */
  readonly planned: readonly PlannedLesson[] | undefined;
  readonly exerciseIds: ReadonlySet<string>;
  /** What the course registry has, by the names that learners write, with tags. */
  readonly images: ReadonlySet<string>;
}

/** A block of commands, with the words behind its language. */
const COMMANDS = /^```bash([^\n]*)\n([\s\S]*?)^```/gm;

/** It is not run by the course, or is meant to fail. */
const NOT_RUN = /\b(?:no-run|fails)=/;

/** Reads content/<course>/lessons/*.mdx, each with its frontmatter, its exercises, its blocks of code and all that its readers check. */
export async function checkLessons(context: LessonsContext): Promise<CheckedLessons> {
  const folder = `content/${context.course}/lessons`;
  const names = existsSync(join(context.root, folder)) ? (await readdir(join(context.root, folder))).sort() : [];
  const files = names.filter((name) => name.endsWith('.mdx'));
  const exercises = new Set<string>();
  const findings: Finding[] = [];
  const slugs = new Map<string, string>();
  for (const name of files) {
    const file = `${folder}/${name}`;
    const source = await readFile(join(context.root, file), 'utf8');
    const lesson = checkLesson(file, source, context);
    for (const id of lesson.exercises) exercises.add(id);
    findings.push(...lesson.findings);
    const other = slugs.get(lesson.slug);
    if (other !== undefined) {
      findings.push({
        kind: 'mistake',
        file,
        text: `${other} is the lesson "${lesson.slug}" too. Rename one of the files, and name it in course.json.`,
      });
    } else slugs.set(lesson.slug, name);
  }
  return { exercises, findings };
}

function checkLesson(file: string, source: string, context: LessonsContext) {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const slug = name.replace(/^\d+-/, '').replace(/\.mdx$/, '');
  const findings: Finding[] = [];
  const mistake = (text: string, line?: number, field?: string) =>
    findings.push({ kind: 'mistake', file, line, field, text });
  if (!/^\d+-/.test(name) || !slugSchema.safeParse(slug).success) {
    mistake(
      'a lesson’s file is named by its number and lower-case words joined by hyphens: 07-data-volumes.mdx. Rename it.',
    );
  }
  const found = FRONTMATTER.exec(source);
  if (!found) {
    mistake(
      'it does not begin with frontmatter. Begin with a line ---, then order, title, summary, minutes, objectives and exercises, then a line ---.',
      1,
    );
    return { slug, exercises: [], findings };
  }
  const yaml = readYaml(found[1] ?? '', 2);
  const { data, findings: fieldFindings } = checkSchema(file, yaml, lessonSchema);
  findings.push(...fieldFindings);
  findings.push(...checkBody(file, source, context.root));
  findings.push(...checkImages(file, source, context.images));
  if (!data) return { slug, exercises: exercisesIn(yaml.value), findings };

  for (const [index, id] of data.exercises.entries()) {
    const line = yaml.lineOf(['exercises', index]);
    if (!context.exerciseIds.has(id)) {
      const known = [...context.exerciseIds].sort().join(', ') || 'none';
      mistake(
        `there is no exercise "${id}". Correct the id, or make it: npm run new exercise ${id}. There are: ${known}.`,
        line,
        'exercises',
      );
    }
  }
  const body = source.slice(found[0].length);
  const bodyLine = found[0].split('\n').length;
  const shown = [...body.matchAll(/<Exercise\s+id=["']([^"']*)["']/g)].map((match) => ({
    id: match[1] ?? '',
    line: bodyLine + body.slice(0, match.index).split('\n').length - 1,
  }));
  for (const { id, line } of shown) {
    if (!data.exercises.includes(id)) {
      mistake(`"${id}" is not in the frontmatter's exercises. Add it there.`, line, `<Exercise id="${id}">`);
    }
  }
  for (const [index, id] of data.exercises.entries()) {
    if (!shown.some((each) => each.id === id)) {
      mistake(
        `"${id}" is never shown. Put <Exercise id="${id}" /> into the text, or take it out.`,
        yaml.lineOf(['exercises', index]),
        'exercises',
      );
    }
  }
  const number = Number(/^\d+/.exec(name)?.[0]);
  if (!Number.isNaN(number) && number !== data.order) {
    mistake(
      `it is ${data.order} here and ${number} in the file's name. Make them the same.`,
      yaml.lineOf(['order']),
      'order',
    );
  }
  const place = context.planned?.find((lesson) => lesson.slug === slug);
  if (context.planned && !place) {
    mistake(`course.json has no lesson with the slug "${slug}". Rename the file, or add the lesson there.`);
  } else if (place && place.order !== data.order) {
    mistake(
      `it is ${data.order} here and ${place.order} in course.json. Make them the same.`,
      yaml.lineOf(['order']),
      'order',
    );
  }
  return { slug, exercises: data.exercises, findings };
}

/** Those that frontmatter with a mistake elsewhere names: it shows them all the same. */
function exercisesIn(frontmatter: unknown): readonly string[] {
  const named: unknown = valueAt(frontmatter, ['exercises']);
  return Array.isArray(named) ? named.filter((id) => typeof id === 'string') : [];
}

/** Images that a learner can't get. Only warned of: the proof runs the commands, and knows. */
function checkImages(file: string, source: string, images: ReadonlySet<string>): readonly Finding[] {
  const blocks = [...source.matchAll(COMMANDS)];
  const made = imagesMade(blocks.map(([, , commands = '']) => commands).join('\n'));
  return blocks
    .filter(([, words = '']) => !NOT_RUN.test(words))
    .flatMap(({ 2: commands = '', index }) => {
      const firstLine = source.slice(0, index).split('\n').length + 1;
      return imagesNamed(commands)
        .filter(({ reference }) => !images.has(reference) && !made.has(reference.replace(/:[^/:]+$/, '')))
        .map(
          ({ reference, line }): Finding => ({
            kind: 'warning',
            file,
            line: firstLine + line,
            text: `the course registry has no ${reference}. Take one of images/catalog.ts, or add it there.`,
          }),
        );
    });
}
