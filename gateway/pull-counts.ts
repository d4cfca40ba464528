import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** A class pulls in bursts; a kill loses at most what came in this time. */
const WRITE_AFTER_MS = 1_000;

const countsSchema = z.object({ servedHere: z.number().int(), wentUpstream: z.number().int() });
export type PullCounts = z.infer<typeof countsSchema>;

/** Pulls since the gateway's volume was made. */
export class PullCounter implements AsyncDisposable {
  readonly #file: string;
  readonly #counts: PullCounts;
  #writing: NodeJS.Timeout | undefined;

  private constructor(file: string, counts: PullCounts) {
    this.#file = file;
    this.#counts = counts;
  }

  /** Begins at nothing where the file is missing or can't be read: the counts are for people, and a gateway without them is better than none. */
  static async open(file: string): Promise<PullCounter> {
    const text = await readFile(file, 'utf8').catch(() => '{}');
    let counts: PullCounts = { servedHere: 0, wentUpstream: 0 };
    try {
      counts = countsSchema.parse(JSON.parse(text));
    } catch {}
    return new PullCounter(file, counts);
  }

  get counts(): PullCounts {
    return { ...this.#counts };
  }

  count(kind: keyof PullCounts): void {
    this.#counts[kind] += 1;
    this.#writing ??= setTimeout(() => void this.#write(), WRITE_AFTER_MS).unref();
  }

  async #write(): Promise<void> {
    this.#writing = undefined;
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      await writeFile(`${this.#file}.draft`, JSON.stringify(this.#counts));
      await rename(`${this.#file}.draft`, this.#file);
    } catch (error) {
      process.stderr.write(`The pulls could not be written down: ${error}\n`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#writing === undefined) return;
    clearTimeout(this.#writing);
    await this.#write();
  }
}
