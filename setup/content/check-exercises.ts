import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slugSchema } from '../../src/shared/ids.ts';
import type { Finding } from './finding.ts';
import { type ReadExercise, readExercises } from './read-exercises.ts';

export interface CheckedExercises {
  /** The folders that there are, sound or not. */
  readonly ids: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

export interface ExercisesContext {
  readonly root: string;
  /** What a learner can pull, as `name:tag`. */
  readonly images: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** Reads exercises/: each exercise.ts, its solution and its wrong answers. */
export async function checkExercises({ root, images, signal }: ExercisesContext): Promise<CheckedExercises> {
  const folder = join(root, 'exercises');
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  const ids = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  const findings: Finding[] = [];
  const written = ids.filter((id) => {
    if (existsSync(join(folder, id, 'exercise.ts'))) return true;
    const text = `there is no exercise.ts in it. Write it (npm run new exercise shows how one looks), or remove the folder.`;
    findings.push({ kind: 'mistake', file: `exercises/${id}`, text });
    return false;
  });
  for (const id of ids.filter((name) => !slugSchema.safeParse(name).success)) {
    const text = `an exercise's folder is named by lower-case words joined by hyphens, in 40 characters at most. Rename it.`;
    findings.push({ kind: 'mistake', file: `exercises/${id}`, text });
  }
  for (const exercise of await readExercises(folder, written, signal)) {
    findings.push(...(await checkDefinition(root, exercise, images)), ...(await checkScripts(folder, exercise)));
  }
  return { ids: new Set(ids), findings };
}

async function checkDefinition(
  root: string,
  exercise: ReadExercise,
  images: ReadonlySet<string>,
): Promise<readonly Finding[]> {
  const file = `exercises/${exercise.id}/exercise.ts`;
  // It takes a moment to load, and is needed only where something is wrong.
  const line = async (path: readonly (string | number)[]) => {
    const { locateInExercise } = await import('./locate-in-exercise.ts');
    return locateInExercise(await readFile(join(root, file), 'utf8'), path);
  };
  switch (exercise.kind) {
    case 'failed':
      return [{ kind: 'mistake', file, line: exercise.line, text: exercise.message }];
    case 'mistaken':
      return Promise.all(
        exercise.mistakes.map(async ({ path, message }): Promise<Finding> => {
          return { kind: 'mistake', file, line: await line(path), text: `${message} Correct it.` };
        }),
      );
    case 'read': {
      const findings: Finding[] = [];
      const { id, ownId } = exercise;
      if (ownId !== id) {
        const text = `it is "${ownId}", and the folder's name is "${id}". Make them the same.`;
        findings.push({ kind: 'mistake', file, line: await line(['id']), field: 'id', text });
      }
      for (const [index, image] of exercise.images.entries()) {
        if (images.has(image)) continue;
        const known = [...images].sort().join(', ');
        const text = `learners can't pull "${image}". Name one that they can, or add it to images/catalog.ts. There are: ${known}.`;
        findings.push({ kind: 'mistake', file, line: await line(['images', index]), field: `images.${index}`, text });
      }
      return findings;
    }
  }
}

async function checkScripts(folder: string, exercise: ReadExercise): Promise<readonly Finding[]> {
  const { id } = exercise;
  const findings: Finding[] = [];
  const mistake = (name: string, text: string, line?: number) =>
    findings.push({ kind: 'mistake', file: `exercises/${id}/${name}`, line, text });
  if (!existsSync(join(folder, id, 'solution.sh'))) {
    mistake('solution.sh', 'it is missing. Write the commands that pass all tasks.');
  }
  const wrong = existsSync(join(folder, id, 'wrong')) ? (await readdir(join(folder, id, 'wrong'))).sort() : [];
  if (wrong.length === 0) {
    mistake(
      'wrong',
      'there is no wrong answer. Write one into wrong/<name>.sh, so that it is proven that the checks see it.',
    );
  }
  for (const name of wrong) {
    const file = `wrong/${name}`;
    if (!name.endsWith('.sh')) {
      mistake(file, 'a wrong answer is a shell script. Name it <what is wrong>.sh.');
      continue;
    }
    const first = (await readFile(join(folder, id, file), 'utf8')).split('\n', 1)[0] ?? '';
    const red = /^# stays red: (.+)$/.exec(first)?.[1]?.trim().split(/\s+/);
    if (!red) {
      mistake(
        file,
        'its first line does not say which tasks it leaves undone. Begin with `# stays red: ` and their ids.',
        1,
      );
      continue;
    }
    if (exercise.kind !== 'read') continue;
    const known = exercise.taskIds;
    for (const task of red.filter((each) => !known.includes(each))) {
      mistake(file, `"# stays red:" names the task "${task}", which there is not. There are: ${known.join(', ')}.`, 1);
    }
    const inOrder = known.filter((task) => red.includes(task));
    if (red.every((task) => known.includes(task)) && inOrder.join(' ') !== red.join(' ')) {
      mistake(
        file,
        `the tasks behind "# stays red:" stand each once, in the exercise's order. Write: # stays red: ${inOrder.join(' ')}`,
        1,
      );
    }
  }
  return findings;
}
