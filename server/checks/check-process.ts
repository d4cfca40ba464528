import { realpath } from 'node:fs/promises';
import type { SandboxView, Verdict } from '../../src/shared/exercise/index.ts';
import { raceSignal } from '../domain/race-signal.ts';
import { CheckFailedError, type CheckName, CheckProcessChild, CheckProcessGoneError } from './check-process-child.ts';
import type { CheckRunner, Decision } from './check-runner.ts';
import { type AuthorMistake, ExerciseMistakesError, type LoadedExercise, readExerciseFolders } from './exercises.ts';
import { TrackedView } from './tracked-view.ts';

/** How long may pass, in ms. */
export interface CheckProcessLimits {
  /** In which a check computes without a pause. */
  readonly stuckMs: number;
  /** The same of one that runs alone, in a process that is new. */
  readonly stuckAloneMs: number;
  /** Until all exercises are read: each is in some milliseconds. */
  readonly readMs: number;
}

const LIMITS: CheckProcessLimits = { stuckMs: 2_000, stuckAloneMs: 1_000, readMs: 20_000 };

/** A check that did not end would hold up those of all learners each time that it is asked for: it is left alone for so long. */
const LEFT_ALONE_MS = 60_000;

/** Whatever its caller waits for. A learner's engine may start meanwhile. */
const LONGEST_MS = 60_000;

/** The runner of checks, and the exercises that it has read. */
export interface CheckProcess extends CheckRunner {
  /** By their ids. The same map for good: a reload changes what is in it. */
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  /** Reads the exercises as they are now. Rejects with an `ExerciseMistakesError`, and changes nothing, where they have mistakes. Checks that run end as they began. */
  reload(): Promise<void>;
}

export interface CheckProcessOptions {
  /** The folder of all exercises. */
  readonly folder: string;
  /** Hears of what is not a single check's to tell. */
  readonly onError: (error: unknown) => void;
  readonly limits?: CheckProcessLimits;
}

interface Reading {
  readonly child: CheckProcessChild;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  readonly mistakes: readonly AuthorMistake[];
}

async function readAll({ folder, limits = LIMITS }: CheckProcessOptions): Promise<Reading> {
  const { folders, mistakes } = await readExerciseFolders(folder);
  const ids = folders.map(({ id }) => id);
  const child = await CheckProcessChild.start(folder, ids, limits.readMs);
  const { described } = child.exercises;
  const exercises = folders.flatMap(({ id, folder, solution }): [string, LoadedExercise][] => {
    const exercise = described.get(id);
    return exercise ? [[id, { exercise, folder, solution }]] : [];
  });
  return { child, exercises: new Map(exercises), mistakes: inOrder([...mistakes, ...child.exercises.mistakes]) };
}

/** By their files; those of one file as they were found. */
function inOrder(mistakes: readonly AuthorMistake[]): readonly AuthorMistake[] {
  return mistakes.toSorted((one, other) => one.file.localeCompare(other.file));
}

async function readWithoutMistakes(options: CheckProcessOptions): Promise<Reading> {
  const reading = await readAll(options);
  if (reading.mistakes.length === 0) return reading;
  reading.child[Symbol.dispose]();
  throw new ExerciseMistakesError(reading.mistakes);
}

/** Reads all exercises and runs their checks in a process apart. Rejects with an `ExerciseMistakesError` that has all mistakes in them. */
export async function createCheckProcess(options: CheckProcessOptions): Promise<CheckProcess> {
  // As modules are named, whatever links lead there.
  const resolved = { ...options, folder: await realpath(options.folder) };
  const { child, exercises } = await readWithoutMistakes(resolved);
  return new ChildRunner(resolved, child, new Map(exercises));
}

class ChildRunner implements CheckProcess {
  readonly exercises: Map<string, LoadedExercise>;
  readonly #options: CheckProcessOptions;
  readonly #limits: CheckProcessLimits;
  readonly #leftAlone = new Map<string, number>();
  #child: Promise<CheckProcessChild>;
  #reloading: Promise<void> = Promise.resolve();
  /** Settles when the checks that a process has ended with were tried one by one. */
  #trial: Promise<unknown> = Promise.resolve();
  #onTrial = 0;
  #isDisposed = false;

  constructor(options: CheckProcessOptions, child: CheckProcessChild, exercises: Map<string, LoadedExercise>) {
    this.#options = options;
    this.#limits = options.limits ?? LIMITS;
    this.#child = Promise.resolve(child);
    this.exercises = exercises;
  }

  async decide(check: CheckName, view: SandboxView, signal: AbortSignal): Promise<Decision> {
    const known = this.exercises.get(check.exercise)?.exercise.tasks.some(({ id }) => id === check.task);
    if (!known) throw new CheckFailedError(check, 'is not there (any more).');
    this.#throwIfLeftAlone(check);
    const tracked = new TrackedView(view);
    const limit = new AbortController();
    const tooLong = new DOMException(`This took longer than ${LONGEST_MS / 1_000} s.`, 'TimeoutError');
    const timer = setTimeout(() => limit.abort(tooLong), LONGEST_MS).unref();
    try {
      const verdict = await this.#decide(check, tracked, AbortSignal.any([signal, limit.signal]));
      return { verdict, reads: tracked.reads };
    } finally {
      clearTimeout(timer);
    }
  }

  async reload(): Promise<void> {
    // One after the other: the last one to be asked for sees the files as they are last.
    const reload = this.#reloading.then(async () => {
      const { child, exercises } = await readWithoutMistakes(this.#options);
      if (this.#isDisposed) return child[Symbol.dispose]();
      const old = this.#child;
      this.#child = Promise.resolve(child);
      this.#leftAlone.clear();
      this.exercises.clear();
      for (const [id, exercise] of exercises) this.exercises.set(id, exercise);
      await old.then(
        (running) => running.retire(),
        () => {},
      );
    });
    this.#reloading = reload.catch(() => {});
    return reload;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    await this.#reloading;
    await this.#child.then(
      (child) => child[Symbol.dispose](),
      () => {},
    );
  }

  async #decide(check: CheckName, view: TrackedView, signal: AbortSignal): Promise<Verdict> {
    while (this.#onTrial > 0) await raceSignal(this.#trial, signal);
    const child = await raceSignal(this.#running(), signal);
    try {
      return await child.decide(check, view, signal, this.#limits.stuckMs);
    } catch (error) {
      if (!(error instanceof CheckProcessGoneError) || this.#isDisposed) throw error;
      if (error.isToBlame) throw this.#blame(check, error);
      return await this.#try(check, view, signal);
    }
  }

  /** Once more, alone: so that it shows which of the checks it was. */
  #try(check: CheckName, view: TrackedView, signal: AbortSignal): Promise<Verdict> {
    this.#onTrial += 1;
    const trial = this.#trial.then(async () => {
      try {
        // It may have been found out while another learner's was tried.
        this.#throwIfLeftAlone(check);
        const child = await raceSignal(this.#running(), signal);
        return await child.decide(check, view, signal, this.#limits.stuckAloneMs);
      } catch (error) {
        throw error instanceof CheckProcessGoneError && !this.#isDisposed ? this.#blame(check, error) : error;
      } finally {
        this.#onTrial -= 1;
      }
    });
    this.#trial = trial.catch(() => {});
    return trial;
  }

  #throwIfLeftAlone(check: CheckName): void {
    if (performance.now() >= (this.#leftAlone.get(keyOf(check)) ?? 0)) return;
    throw new CheckFailedError(check, `did not end a moment ago, and is left alone for ${LEFT_ALONE_MS / 1_000} s.`);
  }

  #blame(check: CheckName, cause: CheckProcessGoneError): CheckFailedError {
    this.#leftAlone.set(keyOf(check), performance.now() + LEFT_ALONE_MS);
    return new CheckFailedError(check, `has ended the process of the checks: ${cause.message}`, { cause });
  }

  /** The process, started again where it has ended. */
  async #running(): Promise<CheckProcessChild> {
    if (this.#isDisposed) throw new Error('The runner of checks has been ended.');
    const current = this.#child;
    const child = await current.catch(() => undefined);
    if (child && !child.isGone) return child;
    // Somebody else was quicker.
    if (this.#child !== current) return this.#running();
    this.#child = readAll(this.#options).then(({ child: started, mistakes }) => {
      if (mistakes.length > 0) this.#options.onError(new ExerciseMistakesError(mistakes));
      if (this.#isDisposed) started[Symbol.dispose]();
      return started;
    });
    return this.#child;
  }
}

const keyOf = ({ exercise, task }: CheckName) => `${exercise}/${task}`;
