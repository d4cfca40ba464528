import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type LessonReference, type LessonSource, readLesson } from './lesson-source.ts';
import type { Fault, Findings, Proof } from './proof.ts';
import type { LessonFile } from './prove-lesson.ts';

const READ_TIMEOUT_MS = 10_000;
const TEXT_PATH = /^\/(lessons|appendix)\/([^/]+)\/$/;

/** All texts of a course. */
export interface CourseTexts {
  readonly lessons: readonly LessonFile[];
  readonly appendices: readonly LessonFile[];
}

/** The proof that all to which a text leads is there: pages and their anchors, pictures, components, exercises. Other sites are not asked. */
export function referencesProof(
  root: string,
  lesson: LessonFile,
  texts: CourseTexts,
  exercises: ReadonlySet<string>,
): Proof {
  return {
    id: `references/${lesson.file.replace(/^content\//, '').replace(/\.mdx$/, '')}`,
    name: lesson.slug,
    what: 'links and names',
    file: lesson.file,
    // Quicker read than remembered.
    sources: undefined,
    timeoutMs: READ_TIMEOUT_MS,
    run: () => findFaults(root, lesson, texts, exercises),
  };
}

async function findFaults(
  root: string,
  { file }: LessonFile,
  texts: CourseTexts,
  exercises: ReadonlySet<string>,
): Promise<Findings> {
  const read = async (each: string) => readLesson(await readFile(join(root, each), 'utf8'));
  const lesson = await read(file);
  const faults: Fault[] = [];
  for (const reference of lesson.references) {
    const message = await faultOf(reference);
    if (message !== undefined) faults.push({ file, line: reference.line, message });
  }
  return { faults, notes: notesOf(file, lesson) };

  async function faultOf({ kind, target }: LessonReference): Promise<string | undefined> {
    switch (kind) {
      case 'exercise':
        if (exercises.has(target)) return undefined;
        return `There is no exercise "${target}". There are: ${[...exercises].join(', ')}.`;
      case 'import':
        if (!target.startsWith('.') || existsSync(join(root, dirname(file), target))) return undefined;
        return `There is no file ${join(dirname(file), target)}. Correct the path of the import.`;
      case 'image':
        return imageFault(root, file, target);
      case 'link':
        return linkFault(target);
    }
  }

  async function linkFault(target: string): Promise<string | undefined> {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return externalFault(target);
    const [path = '', anchor] = target.split('#');
    if (path === '') return anchorFault(lesson, anchor, 'this lesson');
    if (!path.startsWith('/')) return `“${target}” begins nowhere. Write the whole path of the page: /lessons/…/`;
    if (!path.endsWith('/') && !existsSync(join(root, 'public', path))) {
      return `“${target}”: a page's path ends in a slash. Write ${path}/ in its place.`;
    }
    const [, kind, slug] = TEXT_PATH.exec(path) ?? [];
    if (slug === undefined) return pageFault(root, path);
    const what = kind === 'appendix' ? 'appendix' : 'lesson';
    const other = (kind === 'appendix' ? texts.appendices : texts.lessons).find((each) => each.slug === slug);
    if (!other) return `There is no ${what} "${slug}" to which “${target}” could lead.`;
    return anchorFault(await read(other.file), anchor, `the ${what} "${slug}"`);
  }
}

function anchorFault({ anchors }: LessonSource, anchor: string | undefined, where: string): string | undefined {
  if (anchor === undefined || anchors.has(decodeURIComponent(anchor))) return undefined;
  return `There is no “#${anchor}” in ${where}. There are: ${[...anchors].map((each) => `#${each}`).join(', ')}.`;
}

function externalFault(target: string): string | undefined {
  if (!URL.canParse(target)) return `“${target}” is no address. Correct it.`;
  const { protocol } = new URL(target);
  if (protocol === 'https:' || protocol === 'mailto:') return undefined;
  // What the learner's own containers serve.
  if (protocol === 'http:' && new URL(target).hostname === 'localhost') return undefined;
  return `“${target}”: only https: leads to other sites. Correct it.`;
}

function pageFault(root: string, path: string): string | undefined {
  const pages = readdirSync(join(root, 'src/pages'))
    .filter((name) => name.endsWith('.astro') && name !== '404.astro')
    .map((name) => (name === 'index.astro' ? '/' : `/${name.replace(/\.astro$/, '')}/`));
  if (pages.includes(path) || existsSync(join(root, 'public', path))) return undefined;
  return `There is no page ${path}. There are: ${pages.join(', ')} and /lessons/…/`;
}

function imageFault(root: string, file: string, target: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) {
    return `“${target}”: a picture of another site is not there without the Internet. Put it beside the lesson.`;
  }
  const path = target.startsWith('/') ? join('public', target) : join(dirname(file), target);
  return existsSync(join(root, path)) ? undefined : `There is no picture ${path}. Correct the path.`;
}

function notesOf(file: string, { commands, unowned }: LessonSource): readonly string[] {
  return [
    ...commands
      .filter(({ noRun }) => noRun !== undefined)
      .map(({ line, noRun }) => `${file}:${line}: not run: ${noRun}`),
    ...unowned.map(({ line }) => `${file}:${line}: left alone: this output follows no commands`),
  ];
}
