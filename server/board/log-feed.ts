import { setImmediate as letOthersCome } from 'node:timers/promises';
import type { ClassLog, LogLine, LogPlace } from '../storage/class-log-port.ts';

/** Another server process may have appended: so long it takes at most to be noticed, and half of it on average. What this one appends is noticed at once. */
const LOOK_EVERY_MS = 500;

/** Nudges that come together make one look: a class at work nudges fifty times a second. */
const NUDGE_DELAY_MS = 50;

/** Read and parsed in some 10 ms. */
const PAGE_LINES = 500;

/**
 * In a database with several writers a number is given before its line is committed, so a greater one may be seen first. No append of the store's takes a second; a number
 * whose line has not come by then was rolled back.
 */
const GAP_LASTS_MS = 10_000;

/** At the start it is unknown which of the last numbers are still to be committed: so many are watched once more. */
const START_OVERLAP = 100;

export interface LogFeedOptions {
  readonly log: ClassLog;
  readonly onError: (error: unknown) => void;
  /** Milliseconds that never go back. */
  readonly clock?: () => number;
}

interface Tail {
  readonly log: keyof LogPlace;
  /** All lines up to here were passed on, or never come. */
  place: number;
  /** Those beyond that were passed on. */
  readonly seen: Set<number>;
  /** When the first missing number was missed. */
  missedMs: number | undefined;
}

type Listener = (lines: readonly LogLine[], log: keyof LogPlace) => void;

/** Passes on each new line of both logs once, whoever appended it, while somebody listens. */
export class LogFeed implements Disposable {
  readonly #options: LogFeedOptions;
  readonly #clock: () => number;
  readonly #listeners = new Set<Listener>();
  #tails: readonly Tail[] = [];
  #starting: Promise<void> | undefined;
  #looking: Promise<void> | undefined;
  #isNudged = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LogFeedOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
  }

  /** Resolves when everything that is appended from now on will be heard. */
  async follow(listener: Listener): Promise<Disposable> {
    this.#listeners.add(listener);
    this.#starting ??= this.#start();
    try {
      await this.#starting;
    } catch (error) {
      this.#leave(listener);
      throw error;
    }
    return { [Symbol.dispose]: () => this.#leave(listener) };
  }

  /** How far everything was passed on. A line beyond may have been, or comes. */
  get place(): LogPlace {
    const placeOf = (log: keyof LogPlace) => this.#tails.find((tail) => tail.log === log)?.place ?? 0;
    return { attempts: placeOf('attempts'), deeds: placeOf('deeds') };
  }

  /** Something was appended here. */
  nudge(): void {
    if (this.#isNudged || this.#listeners.size === 0) return;
    this.#isNudged = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#turn(), NUDGE_DELAY_MS).unref();
  }

  /** Looks now; for tests, which do not wait for the clock. */
  async look(): Promise<void> {
    await this.#looking;
    this.#looking = this.#readAll().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
    this.#stop();
  }

  async #start(): Promise<void> {
    const end = await this.#options.log.end();
    const tailAt = (log: keyof LogPlace): Tail => ({
      log,
      place: Math.max(0, end[log] - START_OVERLAP),
      seen: new Set(),
      missedMs: undefined,
    });
    this.#tails = [tailAt('attempts'), tailAt('deeds')];
    this.#later();
  }

  #leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#starting = undefined;
    this.#tails = [];
    this.#isNudged = false;
  }

  #later(): void {
    if (this.#listeners.size === 0) return;
    const delayMs = this.#isNudged ? NUDGE_DELAY_MS : LOOK_EVERY_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#turn(), delayMs).unref();
  }

  #turn(): void {
    this.#isNudged = false;
    this.look()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => this.#later());
  }

  async #readAll(): Promise<void> {
    for (const tail of this.#tails) await this.#readOn(tail);
  }

  async #readOn(tail: Tail): Promise<void> {
    let after = tail.place;
    while (true) {
      const lines = await this.#options.log.lines({ log: tail.log, after, limit: PAGE_LINES });
      if (!this.#tails.includes(tail)) return;
      const news = lines.filter(({ sequence }) => !tail.seen.has(sequence));
      for (const { sequence } of news) tail.seen.add(sequence);
      if (news.length > 0) for (const listener of [...this.#listeners]) listener(news, tail.log);
      after = lines.at(-1)?.sequence ?? after;
      if (lines.length < PAGE_LINES) break;
      await letOthersCome();
    }
    this.#advance(tail);
  }

  /** Over all that was seen without a gap; over a gap once it has lasted. */
  #advance(tail: Tail): void {
    const now = this.#clock();
    while (tail.seen.size > 0) {
      if (tail.seen.delete(tail.place + 1)) {
        tail.place += 1;
        tail.missedMs = undefined;
        continue;
      }
      tail.missedMs ??= now;
      if (now - tail.missedMs < GAP_LASTS_MS) return;
      tail.place = Math.min(...tail.seen) - 1;
      tail.missedMs = undefined;
    }
  }
}
