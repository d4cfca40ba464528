import type { LearnerId } from '../../src/shared/ids.ts';
import type { Whereabouts } from '../domain/class-board.ts';

/** A page is reloaded, or the next lesson opened: nobody is away for that, in ms. */
const AWAY_AFTER_MS = 10_000;

/** An open page of a learner's. Disposed of when its socket closes. */
export interface Place extends Disposable {
  /** The page says where it is: the lesson, and the exercises that it shows. */
  at(lesson: string | null, exercises: readonly string[]): void;
  /** The learner did something on it that is in no log. */
  touch(): void;
}

/** Who is where. Kept here from the sockets of this process; another one of several would have to hear of theirs. */
export interface Presence {
  enter(learner: LearnerId): Place;
  of(learner: LearnerId): Whereabouts;
  /** Hears whose whereabouts are other than before; keys are not told. */
  follow(listener: (learner: LearnerId) => void): Disposable;
}

interface Page {
  lesson: string | null;
  exercises: readonly string[];
  /** Grows with each page that says where it is: the last one counts. */
  turn: number;
}

interface Entry {
  readonly pages: Set<Page>;
  usedMs: number | null;
  leaving: NodeJS.Timeout | undefined;
}

const nowhere: Whereabouts = { isOnline: false, lesson: null, exercises: [], usedMs: null };

export class SocketPresence implements Presence, Disposable {
  readonly #now: () => Date;
  readonly #entries = new Map<LearnerId, Entry>();
  readonly #listeners = new Set<(learner: LearnerId) => void>();
  #turn = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  enter(learner: LearnerId): Place {
    const known = this.#entries.get(learner);
    const entry: Entry = known ?? { pages: new Set(), usedMs: null, leaving: undefined };
    this.#entries.set(learner, entry);
    clearTimeout(entry.leaving);
    const page: Page = { lesson: null, exercises: [], turn: 0 };
    entry.pages.add(page);
    if (!known) this.#tell(learner);
    return {
      at: (lesson, exercises) => {
        if (!entry.pages.has(page)) return;
        this.#turn += 1;
        Object.assign(page, { lesson, exercises, turn: this.#turn });
        this.#tell(learner);
      },
      touch: () => {
        entry.usedMs = this.#now().getTime();
      },
      [Symbol.dispose]: () => {
        if (!entry.pages.delete(page)) return;
        this.#tell(learner);
        if (entry.pages.size > 0) return;
        entry.leaving = setTimeout(() => {
          this.#entries.delete(learner);
          this.#tell(learner);
        }, AWAY_AFTER_MS).unref();
      },
    };
  }

  of(learner: LearnerId): Whereabouts {
    const entry = this.#entries.get(learner);
    if (!entry) return nowhere;
    const pages = [...entry.pages].sort((one, other) => other.turn - one.turn);
    return {
      isOnline: true,
      lesson: pages[0]?.lesson ?? null,
      exercises: pages.flatMap(({ exercises }) => exercises),
      usedMs: entry.usedMs,
    };
  }

  follow(listener: (learner: LearnerId) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    for (const { leaving } of this.#entries.values()) clearTimeout(leaving);
    this.#entries.clear();
    this.#listeners.clear();
  }

  #tell(learner: LearnerId): void {
    for (const listener of this.#listeners) listener(learner);
  }
}
