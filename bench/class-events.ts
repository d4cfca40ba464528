import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sitePath } from '../server/lessons/built-course.ts';
import { DEFAULT_COURSE } from '../src/shared/built-course.ts';
import { readCell, type StaffBoardRow } from '../src/shared/class-board.ts';
import { pass } from '../src/shared/exercise/index.ts';
import { QUIZZES_FILE } from '../src/shared/quiz.ts';
import type { LogWriter } from './class-history.ts';
import type { ClassLearner } from './class-room.ts';

const LESSON = 'first-run';
const QUESTION = 'who-pulls';

/** An event that some of the watchers have not seen yet. */
interface Pending {
  readonly atMs: number;
  readonly isIn: (row: StaffBoardRow) => boolean;
  /** Who has seen it. */
  readonly seen: Set<number>;
}

export interface ClassEventsOptions {
  readonly url: string;
  readonly learners: readonly ClassLearner[];
  /** As `exercise/task`, in the board's order. */
  readonly tasks: readonly string[];
  readonly writer: LogWriter;
  readonly watchers: number;
  /** How many answers each learner has given: one that is no other than the last is not kept. */
  readonly given: Map<string, number>;
}

/** Makes events of both kinds in turn: an attempt written past the server, as another server process does, and a quiz's answer by HTTP. Times them until each watcher has seen them. */
export class ClassEvents {
  readonly #options: ClassEventsOptions;
  readonly #rows = new Map<string, StaffBoardRow>();
  readonly #pending = new Map<string, Pending>();
  #answers: readonly string[] = [];
  #turn = 0;
  readonly written: number[] = [];
  readonly answered: number[] = [];
  missed = 0;

  constructor(options: ClassEventsOptions) {
    this.#options = options;
  }

  /** What a watcher was told. */
  heard(watcher: number, rows: readonly StaffBoardRow[]): void {
    const now = performance.now();
    for (const row of rows) {
      const pending = this.#pending.get(row.learner);
      if (pending && !pending.seen.has(watcher) && pending.isIn(row)) {
        pending.seen.add(watcher);
        (this.#isWritten(pending) ? this.written : this.answered).push(now - pending.atMs);
        if (pending.seen.size === this.#options.watchers) this.#pending.delete(row.learner);
      }
      if (watcher === 0) this.#rows.set(row.learner, row);
    }
  }

  readonly #kinds = new WeakMap<Pending, 'written' | 'answered'>();
  #isWritten(pending: Pending): boolean {
    return this.#kinds.get(pending) === 'written';
  }

  async run(perSecond: number, seconds: number, signal: AbortSignal): Promise<void> {
    const quizzes: Record<string, Record<string, { options: { id: string }[] }>> = JSON.parse(
      await readFile(join(sitePath(join(import.meta.dirname, '..'), DEFAULT_COURSE), QUIZZES_FILE), 'utf8'),
    );
    this.#answers = (quizzes[LESSON]?.[QUESTION]?.options ?? []).map(({ id }) => id);
    const begin = performance.now();
    for (let count = 0; count < perSecond * seconds; count += 1) {
      const dueMs = begin + (count * 1_000) / perSecond;
      if (dueMs > performance.now()) await delay(dueMs - performance.now(), undefined, { signal });
      this.#make();
    }
  }

  /** What was not seen by all in time. */
  close(): void {
    this.missed += this.#pending.size;
    this.#pending.clear();
  }

  #make(): void {
    const { learners } = this.#options;
    const turn = this.#turn++;
    const learner = learners[turn % learners.length];
    const row = learner && this.#rows.get(learner.id);
    if (!learner || !row) return;
    if (this.#pending.delete(learner.id)) this.missed += 1;
    // Each learner does both in turn.
    if ((turn + Math.floor(turn / learners.length)) % 2 === 0) this.#write(learner, row);
    else void this.#answer(learner, row);
  }

  #expect(learner: ClassLearner, kind: 'written' | 'answered', isIn: Pending['isIn']): void {
    const pending: Pending = { atMs: performance.now(), isIn, seen: new Set() };
    this.#kinds.set(pending, kind);
    this.#pending.set(learner.id, pending);
  }

  #write(learner: ClassLearner, row: StaffBoardRow): void {
    const task = this.#options.tasks.findIndex((_, index) => readCell(row.cells, index).state !== 'done');
    const [exercise = '', name = ''] = this.#options.tasks[task]?.split('/') ?? [];
    if (task === -1) return;
    this.#expect(learner, 'written', ({ cells }) => readCell(cells, task).state === 'done');
    const at = new Date().toISOString();
    this.#options.writer.append({ learner: learner.id, exercise, task: name, verdict: pass(), at });
  }

  async #answer(learner: ClassLearner, row: StaffBoardRow): Promise<void> {
    const { url, given } = this.#options;
    const count = given.get(learner.id) ?? 0;
    given.set(learner.id, count + 1);
    this.#expect(learner, 'answered', ({ activeAt }) => activeAt !== row.activeAt);
    const option = this.#answers[count % this.#answers.length];
    const response = await fetch(`${url}/api/quizzes/${LESSON}/${QUESTION}`, {
      method: 'POST',
      headers: { cookie: learner.cookie, origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ answer: [option] }),
    });
    if (!response.ok) throw new Error(`An answer was answered with ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
}
