import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROJECT = join(import.meta.dirname, '..');

/** Made by the project, or large and only read. */
const LEFT_OUT = new Set(['.git', '.cache', '.astro', 'data', 'dist', 'node_modules', 'test-results']);

/** A copy of the project for an author to write in. */
export class AuthorCopy implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<AuthorCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-author-'));
    await cp(PROJECT, folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    // Links to the same files are made in seconds; another disk can't have them.
    const modules = [join(PROJECT, 'node_modules'), folder];
    await run('cp', ['-al', ...modules]).catch(() => run('cp', ['-a', ...modules]));
    return new AuthorCopy(folder);
  }

  /** Changes a file as an editor does. Throws where there is no such text. */
  async replace(file: string, text: string, by: string): Promise<void> {
    const path = join(this.folder, file);
    const before = await readFile(path, 'utf8');
    if (!before.includes(text)) throw new Error(`${file} has no ${JSON.stringify(text)}.`);
    await writeFile(path, before.replace(text, by));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
