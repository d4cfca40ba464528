import { setImmediate as letOthersCome } from 'node:timers/promises';
import type { StaffBoard, StaffBoardRow, StaffBoardSummary } from '../../src/shared/class-board.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import { describeLearner } from '../domain/class-board.ts';
import { type BoardPlan, type LearnerProgress, noProgress, withBoardEvent } from '../domain/class-progress.ts';
import { summarise, summarySteps } from '../domain/class-summary.ts';
import type { ClassLog, LogLine, LogPlace } from '../storage/class-log-port.ts';
import type { ClassRecords, Member } from '../storage/class-port.ts';
import { readHistory } from './learner-history.ts';
import type { LogFeed } from './log-feed.ts';
import type { Presence } from './presence.ts';

/** SPEC rule 27: what changes meanwhile comes in one message. */
const TELL_EVERY_MS = 250;

/** SPEC rule 27: it is read from all learners, and nobody reads it quicker. Of a class so large that it takes long, the less often: it has a hundredth of the time. */
const SUMMARISE_EVERY_MS = 2_000;
const SUMMARY_SHARE = 1 / 100;

/** Who joined, who left, who has become stuck by the clock alone. */
const LOOK_AT_ALL_EVERY_MS = 1_000;

/** Histories that are read at the same time. */
const READ_AT_ONCE = 2;

export interface LiveBoardOptions {
  readonly classId: ClassId;
  readonly plan: BoardPlan;
  readonly classes: Pick<ClassRecords, 'members'>;
  readonly log: Pick<ClassLog, 'lines'>;
  readonly feed: Pick<LogFeed, 'follow' | 'place'>;
  readonly presence: Presence;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
}

/** Hears all that changes; each message is the whole of what it is about. */
export interface BoardListener {
  onRows(rows: readonly StaffBoardRow[], gone: readonly LearnerId[]): void;
  onSummary(summary: StaffBoardSummary): void;
}

interface Learner {
  name: string;
  /** `undefined` while the history is read. */
  progress: LearnerProgress | undefined;
  /** What came meanwhile. */
  waiting: { readonly line: LogLine; readonly log: keyof LogPlace }[];
  /** What the history had already, and the feed is still to pass on. */
  seen: Readonly<Record<keyof LogPlace, Set<number>>>;
  row: StaffBoardRow | undefined;
  /** The row as it was told last. */
  told: string;
}

const nothingSeen = (): Learner['seen'] => ({ attempts: new Set(), deeds: new Set() });

/** The board of one class while somebody watches it, or did a moment ago: read from the logs once, then kept by what is appended. */
export class LiveBoard implements Disposable {
  readonly #options: LiveBoardOptions;
  readonly #learners = new Map<LearnerId, Learner>();
  readonly #listeners = new Set<BoardListener>();
  readonly #changed = new Set<LearnerId>();
  readonly #gone = new Set<LearnerId>();
  readonly #ends = new DisposableStack();
  #summary: StaffBoardSummary;
  #isSummaryOld = true;
  #summaryDueMs = 0;
  #telling: NodeJS.Timeout | undefined;
  #isLooking = false;

  private constructor(options: LiveBoardOptions) {
    this.#options = options;
    this.#summary = summarise(options.plan, []);
  }

  static async open(options: LiveBoardOptions): Promise<LiveBoard> {
    const board = new LiveBoard(options);
    try {
      await board.#begin();
      return board;
    } catch (error) {
      board[Symbol.dispose]();
      throw error;
    }
  }

  get state(): StaffBoard {
    this.#summariseNow();
    return {
      class: this.#options.classId,
      tasks: this.#options.plan.tasks.map(({ exercise, task }) => `${exercise}/${task}`),
      rows: [...this.#learners.values()].flatMap(({ row }) => row ?? []),
      summary: this.#summary,
    };
  }

  listen(listener: BoardListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#telling);
    this.#listeners.clear();
    this.#ends[Symbol.dispose]();
  }

  async #begin(): Promise<void> {
    const { feed, presence } = this.#options;
    // What is appended from here on comes, so nothing is missed between the history and the feed.
    this.#ends.use(await feed.follow((lines, log) => this.#take(lines, log)));
    this.#ends.use(presence.follow((learner) => this.#noteChange(learner)));
    await this.#readRoster();
    for (const id of this.#learners.keys()) this.#describe(id);
    await letOthersCome();
    await this.#summariseFirst();
    const looking = setInterval(() => void this.#lookAtAll(), LOOK_AT_ALL_EVERY_MS).unref();
    this.#ends.defer(() => clearInterval(looking));
  }

  #take(lines: readonly LogLine[], log: keyof LogPlace): void {
    for (const line of lines) {
      const learner = this.#learners.get(line.learnerId);
      if (!learner) continue;
      if (!learner.progress) learner.waiting.push({ line, log });
      else if (this.#add(learner, line, log)) {
        this.#isSummaryOld = true;
        this.#noteChange(line.learnerId);
      }
    }
  }

  /** False for a line that the history had already. */
  #add(learner: Learner, { sequence, event }: LogLine, log: keyof LogPlace): boolean {
    if (!learner.progress || learner.seen[log].delete(sequence)) return false;
    learner.progress = withBoardEvent(this.#options.plan, learner.progress, event);
    return true;
  }

  #noteChange(id: LearnerId): void {
    if (!this.#learners.has(id)) return;
    this.#changed.add(id);
    this.#tellSoon();
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#tell();
    }, TELL_EVERY_MS).unref();
  }

  async #lookAtAll(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#readRoster();
      for (const id of this.#learners.keys()) this.#changed.add(id);
      this.#tellSoon();
    } catch (error) {
      this.#options.onError(error);
    } finally {
      this.#isLooking = false;
    }
  }

  #tell(): void {
    const rows: StaffBoardRow[] = [];
    for (const id of this.#changed) {
      const row = this.#describe(id);
      if (row) rows.push(row);
    }
    const gone = [...this.#gone];
    this.#changed.clear();
    this.#gone.clear();
    if (rows.length > 0 || gone.length > 0) for (const listener of this.#listeners) listener.onRows(rows, gone);
    if (this.#isSummaryOld && performance.now() >= this.#summaryDueMs) {
      this.#summariseNow();
      for (const listener of this.#listeners) listener.onSummary(this.#summary);
    }
  }

  /** The learner's row, where it is another than was told last. */
  #describe(id: LearnerId): StaffBoardRow | undefined {
    const learner = this.#learners.get(id);
    if (!learner?.progress) return undefined;
    const { plan, presence } = this.#options;
    const described = describeLearner(plan, learner.progress, presence.of(id), this.#nowMs());
    const row: StaffBoardRow = { learner: id, name: learner.name, ...described };
    const told = JSON.stringify(row);
    if (told === learner.told) return undefined;
    learner.row = row;
    learner.told = told;
    return row;
  }

  /** The first time it takes longest. */
  async #summariseFirst(): Promise<void> {
    this.#isSummaryOld = false;
    const steps = summarySteps(this.#options.plan, this.#progresses());
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        this.#summary = step.value;
        return;
      }
      await letOthersCome();
    }
  }

  #progresses(): readonly LearnerProgress[] {
    return [...this.#learners.values()].map(({ progress }) => progress ?? noProgress);
  }

  #summariseNow(): void {
    if (!this.#isSummaryOld) return;
    this.#isSummaryOld = false;
    const begin = performance.now();
    this.#summary = summarise(this.#options.plan, this.#progresses());
    const end = performance.now();
    this.#summaryDueMs = end + Math.max(SUMMARISE_EVERY_MS, (end - begin) / SUMMARY_SHARE);
  }

  #nowMs(): number {
    return this.#options.now().getTime();
  }

  /** Puts in who has joined, and takes out who has left, or become staff. */
  async #readRoster(): Promise<void> {
    const members = await this.#options.classes.members(this.#options.classId);
    const present = new Map(
      members.filter(({ role }) => role === 'learner').map((member) => [member.learnerId, member]),
    );
    const gone = [...this.#learners.keys()].filter((id) => !present.has(id));
    for (const id of gone) {
      this.#learners.delete(id);
      this.#gone.add(id);
    }
    const joined: Member[] = [];
    for (const member of present.values()) {
      // Who left and came back within a moment was never away.
      this.#gone.delete(member.learnerId);
      const known = this.#learners.get(member.learnerId);
      if (known) known.name = member.name;
      else joined.push(member);
    }
    if (gone.length + joined.length > 0) this.#isSummaryOld = true;
    for (const { learnerId, name } of joined) {
      this.#learners.set(learnerId, {
        name,
        progress: undefined,
        waiting: [],
        seen: nothingSeen(),
        row: undefined,
        told: '',
      });
    }
    const queue = joined.map(({ learnerId }) => learnerId);
    await Promise.all(
      Array.from({ length: READ_AT_ONCE }, async () => {
        for (let id = queue.shift(); id !== undefined; id = queue.shift()) await this.#readLearner(id);
      }),
    );
  }

  async #readLearner(id: LearnerId): Promise<void> {
    const { log, plan, feed } = this.#options;
    const { progress, seen } = await readHistory({ log, plan }, id, feed.place).catch((error: unknown) => {
      // The next look at the roster tries again.
      this.#learners.delete(id);
      throw error;
    });
    const learner = this.#learners.get(id);
    if (!learner) return;
    learner.progress = progress;
    learner.seen = seen;
    for (const { line, log: of } of learner.waiting.splice(0)) this.#add(learner, line, of);
  }
}
