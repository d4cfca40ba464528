import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Exercise } from '../src/shared/exercise/index.ts';

const root = import.meta.dirname;
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(folders)('the folder %s', (folder) => {
  test('holds an exercise of its own name, with a solution', async () => {
    const { default: exercise } = (await import(`./${folder}/exercise.ts`)) as { default: Exercise };
    expect(exercise.id).toBe(folder);
    expect(existsSync(`${root}/${folder}/solution.sh`)).toBe(true);
  });

  test('says of each wrong answer which tasks it leaves red', async () => {
    const { default: exercise } = (await import(`./${folder}/exercise.ts`)) as { default: Exercise };
    const taskIds = exercise.tasks.map(({ id }) => id);
    const wrong = readdirSync(`${root}/${folder}/wrong`);
    expect(wrong.length).toBeGreaterThan(0);
    for (const file of wrong) {
      const firstLine = readFileSync(`${root}/${folder}/wrong/${file}`, 'utf8').split('\n')[0];
      const red = /^# stays red: (.+)$/.exec(firstLine ?? '')?.[1]?.split(' ') ?? [];
      expect(red, file).toEqual(taskIds.filter((id) => red.includes(id)));
      expect(red.length, file).toBeGreaterThan(0);
    }
  });
});
