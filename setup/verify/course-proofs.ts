import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createCheckProcess } from '../../server/checks/check-process.ts';
import { listCourses } from '../courses.ts';
import { SetupError } from '../setup-error.ts';
import type { Proof } from './proof.ts';
import { contentProof } from './prove-content.ts';
import { exerciseProofs } from './prove-exercise.ts';
import { type LessonFile, lessonProof } from './prove-lesson.ts';
import { proseProof } from './prove-prose.ts';
import { referencesProof } from './prove-references.ts';

export interface CourseProofs extends AsyncDisposable {
  readonly proofs: readonly Proof[];
}

/** Everything that all courses and all exercises claim. Rejects where an exercise or a lesson can't be read, with its author's mistakes. */
export async function readCourseProofs(
  root: string,
  { isUpdate }: { readonly isUpdate: boolean },
): Promise<CourseProofs> {
  await using reading = new AsyncDisposableStack();
  // A check that fails tells the one who asked for it.
  const runner = reading.use(await createCheckProcess({ folder: join(root, 'exercises'), onError: () => {} }));
  const exercises = [...runner.exercises.values()];
  const proofs = (await Promise.all(exercises.map((loaded) => exerciseProofs(root, runner, loaded)))).flat();
  const ids = new Set(runner.exercises.keys());
  for (const course of listCourses(root)) {
    proofs.push(contentProof(root, course));
    const lessons = await textFiles(root, course, 'lessons');
    const appendices = await textFiles(root, course, 'appendices');
    for (const text of [...lessons, ...appendices]) {
      proofs.push(referencesProof(root, text, { lessons, appendices }, ids));
      proofs.push(proseProof(root, { ...text, course }));
    }
    for (const lesson of lessons) {
      const ran = await lessonProof(root, lesson, isUpdate).catch((error: Error) => {
        throw new SetupError(`${lesson.file}, ${error.message}`, { cause: error });
      });
      if (ran) proofs.push(ran);
    }
  }
  const opened = reading.move();
  return { proofs, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function textFiles(root: string, course: string, kind: 'lessons' | 'appendices'): Promise<readonly LessonFile[]> {
  const folder = join('content', course, kind);
  if (!existsSync(join(root, folder))) return [];
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.mdx')).sort();
  return names.map((name) => ({ file: join(folder, name), slug: name.replace(/^\d+-/, '').replace(/\.mdx$/, '') }));
}

/** Those that the words name: an exercise's id, a lesson's slug, a path. All of them where there are no words. Throws a `SetupError` that says what there is. */
export function selectProofs(proofs: readonly Proof[], words: readonly string[]): readonly Proof[] {
  for (const word of words) {
    if (proofs.some((proof) => isNamed(proof, word))) continue;
    const names = [...new Set(proofs.map(({ name }) => name))].join(', ');
    throw new SetupError(
      `There is nothing called \`${word}\` to prove. Say \`--only\` with an exercise, a lesson or a path of one. There are: ${names}.`,
    );
  }
  return words.length === 0 ? proofs : proofs.filter((proof) => words.some((word) => isNamed(proof, word)));
}

function isNamed({ name, file, sources = [] }: Proof, word: string): boolean {
  const path = word.replace(/^\.\//, '').replace(/\/$/, '');
  return name === word || file === path || file.startsWith(`${path}/`) || sources.includes(path);
}
