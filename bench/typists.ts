import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { inParallel } from './measure.ts';
import { TerminalClient } from './terminal-client.ts';

const ENTRY = join(import.meta.dirname, '..', 'setup', 'bench.ts');

/** Between two keys of one learner, in ms: a quick typist's. */
const LEAST_PAUSE_MS = 200;
const MOST_PAUSE_MS = 400;

/** Letters that are typed, then taken back one by one: they fit in the line. */
const WORD = 'containersandimages';

/** What bash writes for a letter taken back at the end of its line. */
const TAKEN_BACK = '\b\x1b[K';

/** Pages that are opened at the same time. */
const AT_ONCE = 4;

/** What is under way when the last key has been typed. */
const LAST_ECHO_MS = 5_000;

export interface TypistsTask {
  readonly url: string;
  readonly cookies: readonly string[];
  readonly seconds: number;
}

export interface TypistsResult {
  readonly echoesMs: readonly number[];
  /** Bytes that did not come, that came otherwise than they should have, or that came besides. */
  readonly lostBytes: number;
  /** How late the typists themselves were: what they measured is not better than this. */
  readonly lateP99Ms: number;
}

/** Learners who type, in a process of their own, each in their own shell and at their own moments. */
export interface Typists extends AsyncDisposable {
  /** Resolves when all have typed for so long as they were asked to. */
  type(): Promise<TypistsResult>;
}

/** Resolves when every learner's shell is at its prompt. */
export async function startTypists(task: TypistsTask): Promise<Typists> {
  const child = fork(ENTRY, ['typists'], { serialization: 'advanced' });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The typists ended with ${code}.`);
  });
  ended.catch(() => {});
  const answer = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  const stop = async () => {
    child.kill();
    await ended.catch(() => {});
  };
  try {
    child.send(task);
    await answer();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async type() {
      child.send('type');
      return (await answer()) as TypistsResult;
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** What the typists' process does: opens all shells, says so, types when it is told to, says what came of it. */
export async function runTypists(signal: AbortSignal): Promise<void> {
  const [task] = (await once(process, 'message', { signal })) as [TypistsTask];
  const typists = await inParallel(task.cookies, AT_ONCE, signal, async (cookie) => {
    const client = await TerminalClient.open({ url: task.url, cookie });
    await client.output.untilPrompt();
    return new Typist(client);
  });
  process.send?.('ready');
  await once(process, 'message', { signal });
  const lateness = monitorEventLoopDelay({ resolution: 1 });
  lateness.enable();
  await Promise.all(typists.map((typist) => typist.type(task.seconds * 1e3, signal)));
  lateness.disable();
  const result: TypistsResult = {
    echoesMs: typists.flatMap(({ echoesMs }) => echoesMs),
    lostBytes: typists.reduce((sum, { lostBytes }) => sum + lostBytes, 0),
    lateP99Ms: lateness.percentile(99) / 1e6,
  };
  await new Promise((done) => process.send?.(result, done));
}

/** One learner at a prompt. Every byte that comes back is compared with what it should be. */
class Typist {
  readonly echoesMs: number[] = [];
  readonly #client: TerminalClient;
  readonly #due: { readonly echo: string; readonly typedAtMs: number }[] = [];
  #came = '';
  #wrongBytes = 0;

  constructor(client: TerminalClient) {
    this.#client = client;
    client.onOutput = (bytes) => this.#hear(bytes);
  }

  get lostBytes(): number {
    return this.#due.reduce((sum, { echo }) => sum + echo.length, this.#wrongBytes + this.#came.length);
  }

  async type(ms: number, signal: AbortSignal): Promise<void> {
    const end = performance.now() + ms;
    for (let count = 0; performance.now() < end; count += 1) {
      // The first one comes at any time, so that not all type at once.
      const pause =
        count === 0 ? Math.random() * MOST_PAUSE_MS : LEAST_PAUSE_MS + Math.random() * (MOST_PAUSE_MS - LEAST_PAUSE_MS);
      await delay(pause, undefined, { signal });
      const key = WORD[count % (2 * WORD.length)];
      this.#due.push({ echo: key ?? TAKEN_BACK, typedAtMs: performance.now() });
      this.#client.type(key ?? '\x7f');
    }
    await this.#client.output.until(() => this.#due.length === 0, 'the last echo', LAST_ECHO_MS).catch(() => {});
  }

  #hear(bytes: Uint8Array): void {
    this.#came += Buffer.from(bytes).toString('latin1');
    for (let next = this.#due[0]; next && this.#came.length >= next.echo.length; next = this.#due[0]) {
      if (!this.#came.startsWith(next.echo)) {
        this.#wrongBytes += this.#came.length;
        this.#came = '';
        return;
      }
      this.#came = this.#came.slice(next.echo.length);
      this.echoesMs.push(performance.now() - next.typedAtMs);
      this.#due.shift();
    }
  }
}
