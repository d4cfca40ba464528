import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Remembers in the project's cache what a finished step was made from. */
export interface Stamp {
  /** Whether the step was finished for exactly this. */
  matches(value: string): Promise<boolean>;
  write(value: string): Promise<void>;
}

export function createStamp(root: string, name: string): Stamp {
  const file = join(root, '.cache/setup', name);
  return {
    async matches(value) {
      return (await readFile(file, 'utf8').catch(() => '')).trim() === value;
    },
    async write(value) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${value}\n`);
    },
  };
}
