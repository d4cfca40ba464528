import type { StaffLearnerDetail } from '../../src/shared/class-board.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import { describeTasks } from '../domain/class-board.ts';
import { createBoardPlan } from '../domain/class-progress.ts';
import type { ClassLog } from '../storage/class-log-port.ts';
import type { ClassRecords } from '../storage/class-port.ts';
import { readHistory } from './learner-history.ts';
import { type BoardListener, LiveBoard } from './live-board.ts';
import { LogFeed } from './log-feed.ts';
import type { Presence } from './presence.ts';

/** A page is reloaded, a network comes back: a board is kept so long, so that the histories are not read again, in ms. */
const LINGER_MS = 60_000;

/** Nobody has more staff before one class; each costs a message whenever something changes. */
const MAX_WATCHERS = 100;

export interface LiveBoardsOptions {
  /** In the order of the course. They are read anew for each board that is opened. */
  readonly exercises: ReadonlyMap<
    string,
    { readonly exercise: { readonly tasks: readonly { readonly id: string }[] } }
  >;
  readonly classes: Pick<ClassRecords, 'members'>;
  readonly log: ClassLog;
  readonly presence: Presence;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
}

/** So many watch already. */
export class TooManyWatchersError extends Error {
  override readonly name = 'TooManyWatchersError';
}

interface Entry {
  readonly opening: Promise<LiveBoard>;
  readonly watchers: Set<BoardListener>;
  linger: NodeJS.Timeout | undefined;
}

/** The boards that are watched, one a class, whoever watches it. */
export class LiveBoards implements Disposable {
  readonly #options: LiveBoardsOptions;
  readonly #feed: LogFeed;
  readonly #entries = new Map<ClassId, Entry>();

  constructor(options: LiveBoardsOptions) {
    this.#options = options;
    this.#feed = new LogFeed({ log: options.log, onError: options.onError });
  }

  /** Something was appended to the store by this process. */
  noteAppended(): void {
    this.#feed.nudge();
  }

  /** Resolves with the board as it is and how to end the watch; from then on the listener hears what changes. */
  async watch(
    classId: ClassId,
    listener: BoardListener,
  ): Promise<{ readonly board: LiveBoard; readonly watching: Disposable }> {
    const entry = this.#entries.get(classId) ?? this.#open(classId);
    if (entry.watchers.size >= MAX_WATCHERS) throw new TooManyWatchersError(`${MAX_WATCHERS} watch this class.`);
    entry.watchers.add(listener);
    clearTimeout(entry.linger);
    const leave = () => {
      if (!entry.watchers.delete(listener) || entry.watchers.size > 0) return;
      entry.linger = setTimeout(() => this.#close(classId, entry), LINGER_MS).unref();
    };
    try {
      const board = await entry.opening;
      const listening = board.listen(listener);
      return {
        board,
        watching: {
          [Symbol.dispose]: () => {
            listening[Symbol.dispose]();
            leave();
          },
        },
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** One learner's tasks, read from the logs as they are now. */
  async detail(learner: LearnerId): Promise<StaffLearnerDetail> {
    const { log, presence, now } = this.#options;
    const plan = this.#plan();
    const { progress } = await readHistory({ log, plan }, learner, { attempts: 0, deeds: 0 });
    return { learner, tasks: [...describeTasks(plan, progress, presence.of(learner), now().getTime())] };
  }

  /** The exercises have changed: whoever watches asks anew. */
  [Symbol.dispose](): void {
    for (const [classId, entry] of this.#entries) this.#close(classId, entry);
    this.#feed[Symbol.dispose]();
  }

  #plan() {
    return createBoardPlan([...this.#options.exercises].map(([id, { exercise }]) => [id, exercise] as const));
  }

  #open(classId: ClassId): Entry {
    const opening = LiveBoard.open({ ...this.#options, classId, plan: this.#plan(), feed: this.#feed });
    const entry: Entry = { opening, watchers: new Set(), linger: undefined };
    this.#entries.set(classId, entry);
    opening.catch(() => this.#close(classId, entry));
    return entry;
  }

  #close(classId: ClassId, entry: Entry): void {
    clearTimeout(entry.linger);
    if (this.#entries.get(classId) === entry) this.#entries.delete(classId);
    void entry.opening.then(
      (board) => board[Symbol.dispose](),
      () => {},
    );
  }
}
