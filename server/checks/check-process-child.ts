import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { ExerciseDescription, Verdict } from '../../src/shared/exercise/index.ts';
import { confinedCommand, openFolders } from './check-process-command.ts';
import { readLines } from './check-process-lines.ts';
import {
  type CheckProcessOrders,
  type FromCheckProcess,
  fromCheckProcessSchema,
  MAX_LINE_CHARACTERS,
  MAX_REASON_CHARACTERS,
  type ToCheckProcess,
} from './check-process-messages.ts';
import { type AuthorMistake, authorPath } from './exercises.ts';
import { processorTimeMs } from './process-load.ts';
import type { TrackedView } from './tracked-view.ts';

const PING_EVERY_MS = 250;

/** The server itself was held up by more than this: its timers say nothing about the process then. */
const LATE_MS = 500;

/** How often a process that is not heard of, and has hardly had a processor meanwhile, is waited for once more. */
const MAX_PATIENCE = 5;

/** A check of the course looks a dozen times. */
const MAX_LOOKS = 500;
const MAX_LOOKS_AT_ONCE = 16;

/** More than anybody puts right at a time. */
const MAX_MISTAKES = 1_000;

const MAX_COMPLAINT_CHARACTERS = 4_096;

const program = join(import.meta.dirname, 'check-process-main.ts');

/** The process has ended, or was ended, before the check had. */
export class CheckProcessGoneError extends Error {
  override readonly name = 'CheckProcessGoneError';
  /** Whether it can only have been this check, because no other ran. */
  readonly isToBlame: boolean;

  constructor(message: string, isToBlame: boolean) {
    super(message);
    this.isToBlame = isToBlame;
  }
}

/** A check's own fault: what its author has to know. */
export class CheckFailedError extends Error {
  override readonly name = 'CheckFailedError';

  constructor(check: CheckName, what: string, options?: ErrorOptions) {
    super(`The check of the task "${check.task}" in exercises/${check.exercise} ${what}`, options);
  }
}

export interface CheckName {
  readonly exercise: string;
  readonly task: string;
}

interface Run {
  readonly check: CheckName;
  readonly view: TrackedView;
  readonly settle: (outcome: { readonly verdict: Verdict } | { readonly error: unknown }) => void;
  looks: number;
  looksNow: number;
}

/** What was found by reading all exercises. */
export interface ReadExercises {
  /** By their folders' names. */
  readonly described: ReadonlyMap<string, ExerciseDescription>;
  readonly mistakes: readonly AuthorMistake[];
}

/** One process in which checks run: from its start until it is ended, by its own fault or not. */
export class CheckProcessChild implements Disposable {
  readonly #process: ChildProcess;
  readonly #channel: Duplex;
  readonly #exercises: string;
  readonly #runs = new Map<number, Run>();
  /** Runs that nobody waits for any more, and that may still keep the process busy. */
  readonly #forgotten = new Set<number>();
  readonly #described = new Map<string, ExerciseDescription>();
  readonly #mistakes: AuthorMistake[] = [];
  /** Folders that it has not come past yet. */
  readonly #unread: Set<string>;
  readonly #ready = Promise.withResolvers<void>();
  #reading: string | undefined;
  #complaint = '';
  #nextRun = 0;
  #nextPing = 0;
  /** Called with the answer to the last ping. */
  #answered: (() => void) | undefined;
  #stuckMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isRetired = false;
  #gone: string | undefined;

  private constructor(exercises: string, ids: readonly string[]) {
    const open = [exercises, ...openFolders];
    const orders: CheckProcessOrders = { exercises, ids, open };
    const [file, args] = confinedCommand(program, JSON.stringify(orders), open);
    this.#exercises = exercises;
    this.#unread = new Set(ids);
    // In a process group of its own: a key that ends the server would end it first.
    this.#process = spawn(file, args, {
      cwd: '/',
      env: {},
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#channel = this.#process.stdio[3] as Duplex;
    this.#listen();
  }

  /** Resolves when all exercises were read, as they are now. Rejects where that can't be done; a mistake in one is a part of `exercises`. */
  static async start(exercises: string, ids: readonly string[], timeoutMs: number): Promise<CheckProcessChild> {
    const child = new CheckProcessChild(exercises, ids);
    const timer = setTimeout(() => child.#end(`that did not end within ${timeoutMs / 1_000} s`), timeoutMs);
    try {
      await child.#ready.promise;
      return child;
    } finally {
      clearTimeout(timer);
    }
  }

  get exercises(): ReadExercises {
    return { described: this.#described, mistakes: this.#mistakes };
  }

  get isGone(): boolean {
    return this.#gone !== undefined;
  }

  /**
   * Rejects with the view's own errors, with the signal's reason, with a `CheckFailedError`, and with a `CheckProcessGoneError` where the process ends or does not
   * answer for `stuckMs`.
   */
  async decide(check: CheckName, view: TrackedView, signal: AbortSignal, stuckMs: number): Promise<Verdict> {
    signal.throwIfAborted();
    if (this.#gone !== undefined) throw new CheckProcessGoneError(this.#gone, false);
    const id = this.#nextRun++;
    const outcome = Promise.withResolvers<Verdict>();
    const abort = () => this.#fail(id, signal.reason);
    this.#runs.set(id, {
      check,
      view,
      settle: (settled) => {
        signal.removeEventListener('abort', abort);
        if ('verdict' in settled) outcome.resolve(settled.verdict);
        else outcome.reject(settled.error);
      },
      looks: 0,
      looksNow: 0,
    });
    signal.addEventListener('abort', abort, { once: true });
    this.#stuckMs = stuckMs;
    this.#tell({ kind: 'decide', run: id, ...check });
    if (this.#timer === undefined) this.#ping();
    return outcome.promise;
  }

  /** Ends it once no check runs in it any more. */
  retire(): void {
    this.#isRetired = true;
    if (this.#runs.size === 0) this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.#end('it was ended');
  }

  #listen(): void {
    const { stderr } = this.#process;
    stderr?.on('data', (bytes: Buffer) => {
      this.#complaint = `${this.#complaint}${bytes}`.slice(-MAX_COMPLAINT_CHARACTERS);
    });
    this.#process.once('error', ({ message }) => this.#end(`it could not be started: ${message}`));
    // What it said last is read by then.
    this.#process.once('close', (code, by) => this.#end(`it ended with ${code ?? by}. ${this.#complaint}`.trim()));
    this.#channel.on('error', () => {});
    readLines(this.#channel as Readable, MAX_LINE_CHARACTERS, {
      onLine: (line) => this.#hear(line),
      onTooLong: () => this.#end('it said more than it may at once'),
    });
  }

  #tell(message: ToCheckProcess): void {
    if (this.#gone === undefined) this.#channel.write(`${JSON.stringify(message)}\n`);
  }

  #hear(line: string): void {
    if (this.#gone !== undefined) return;
    const parsed = fromCheckProcessSchema.safeParse(parseJson(line));
    if (!parsed.success) return this.#end(`it said what it should not: ${line.slice(0, 200)}`);
    const message = parsed.data;
    if ('folder' in message && !this.#isReading(message.folder)) return this.#end('it read what it was not asked to');
    switch (message.kind) {
      case 'reading':
        this.#reading = message.folder;
        return;
      case 'described':
        this.#described.set(message.folder, message.exercise);
        return;
      case 'mistaken':
        this.#mistakes.push(this.#toMistake(message));
        return;
      case 'ready':
        this.#reading = undefined;
        this.#unread.clear();
        this.#ready.resolve();
        return;
      case 'pong':
        if (message.count === this.#nextPing) this.#pong();
        return;
      case 'look':
        void this.#look(message);
        return;
      case 'decided': {
        const run = this.#take(message.run);
        run?.settle({ verdict: toVerdict(message.verdict, this.#pointsOf(run.check)) });
        return;
      }
      case 'threw': {
        const run = this.#take(message.run);
        const cause = Object.assign(new Error(message.message), { stack: message.stack });
        run?.settle({ error: new CheckFailedError(run.check, `has failed: ${message.message}`, { cause }) });
      }
    }
  }

  #isReading(folder: string): boolean {
    return this.#unread.has(folder) && this.#mistakes.length < MAX_MISTAKES;
  }

  async #look({ run: id, call, method, args }: Extract<FromCheckProcess, { kind: 'look' }>): Promise<void> {
    const run = this.#runs.get(id);
    if (!run) return;
    run.looks += 1;
    run.looksNow += 1;
    if (run.looks > MAX_LOOKS || run.looksNow > MAX_LOOKS_AT_ONCE) {
      const most = run.looks > MAX_LOOKS ? `${MAX_LOOKS} times` : `for ${MAX_LOOKS_AT_ONCE} things at once`;
      return this.#fail(id, new CheckFailedError(run.check, `looks at the sandbox more than ${most}.`));
    }
    try {
      const value = await run.view.look(method, args);
      run.looksNow -= 1;
      if (this.#runs.has(id)) this.#tell({ kind: 'seen', run: id, call, value });
    } catch (error) {
      const isOwn = error instanceof TypeError;
      this.#fail(id, isOwn ? new CheckFailedError(run.check, `has failed: ${error.message}`, { cause: error }) : error);
    }
  }

  #pointsOf({ exercise, task }: CheckName): number | undefined {
    return this.#described.get(exercise)?.tasks.find(({ id }) => id === task)?.points;
  }

  #take(id: number): Run | undefined {
    const run = this.#runs.get(id);
    this.#runs.delete(id);
    this.#forgotten.delete(id);
    if (this.#isRetired && this.#runs.size === 0) queueMicrotask(() => this[Symbol.dispose]());
    return run;
  }

  #fail(id: number, error: unknown): void {
    const run = this.#take(id);
    if (!run) return;
    this.#forgotten.add(id);
    this.#tell({ kind: 'forget', run: id });
    run.settle({ error });
  }

  #ping(): void {
    const forgottenBefore = [...this.#forgotten];
    this.#tell({ kind: 'ping', count: this.#nextPing });
    this.#answered = () => {
      for (const id of forgottenBefore) this.#forgotten.delete(id);
    };
    this.#wait();
  }

  #wait(patience = MAX_PATIENCE): void {
    const due = performance.now() + this.#stuckMs;
    const usedMs = this.#processorTimeMs();
    this.#timer = setTimeout(() => {
      // What has come meanwhile is read first.
      setImmediate(() => {
        if (!this.#answered || this.#gone !== undefined) return;
        const isServerLate = performance.now() - due > LATE_MS;
        // On a machine with much to do, it is not the check that takes its time.
        const isStarved = this.#processorTimeMs() - usedMs < this.#stuckMs / 2;
        if (isServerLate || (isStarved && patience > 0)) this.#wait(isServerLate ? patience : patience - 1);
        else this.#end(`nothing was heard of it for ${this.#stuckMs / 1_000} s`);
      });
    }, this.#stuckMs).unref();
  }

  #processorTimeMs(): number {
    return processorTimeMs(this.#process.pid ?? 0) ?? performance.now();
  }

  #pong(): void {
    this.#answered?.();
    this.#answered = undefined;
    this.#nextPing += 1;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#runs.size === 0 && this.#forgotten.size === 0) return;
    this.#timer = setTimeout(() => this.#ping(), PING_EVERY_MS).unref();
  }

  #end(why: string): void {
    if (this.#gone !== undefined) return;
    this.#gone = why;
    clearTimeout(this.#timer);
    this.#process.kill('SIGKILL');
    this.#channel.destroy();
    const read = this.#reading === undefined ? '' : ` while ${authorPath(this.#exercises, this.#reading)} was read`;
    this.#ready.reject(new Error(`The process that checks run in can’t go on${read}: ${why}.`));
    const isToBlame = this.#runs.size === 1 && this.#forgotten.size === 0;
    for (const id of [...this.#runs.keys()])
      this.#take(id)?.settle({ error: new CheckProcessGoneError(why, isToBlame) });
  }

  #toMistake({ folder, message, stack }: { folder: string; message: string; stack: string }): AuthorMistake {
    const at = firstPlace(stack, join(this.#exercises, folder));
    const file = authorPath(this.#exercises, folder, at?.file ?? 'exercise.ts');
    return { file, message, ...(at ? { line: at.line } : {}) };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `most`: what the task can earn; `undefined` where it gives no points. */
function toVerdict(verdict: Verdict, most: number | undefined): Verdict {
  if (verdict.kind !== 'pass') return { ...verdict, reason: verdict.reason.slice(0, MAX_REASON_CHARACTERS) };
  const { points = most, note, figures } = verdict;
  return {
    kind: 'pass',
    ...(most !== undefined && points !== undefined && { points: Math.min(points, most) }),
    ...(note !== undefined && { note: note.slice(0, MAX_REASON_CHARACTERS) }),
    ...(figures && { figures }),
  };
}

/** The first line of a stack that is in the folder. */
function firstPlace(stack: string, folder: string): { readonly file: string; readonly line: number } | undefined {
  for (const start of [`${pathToFileURL(folder).href}/`, `${folder}/`]) {
    const index = stack.indexOf(start);
    const [, file, line] = (index === -1 ? null : /^([^\s:()]+):(\d+)/.exec(stack.slice(index + start.length))) ?? [];
    if (file !== undefined) return { file, line: Number(line) };
  }
  return undefined;
}
