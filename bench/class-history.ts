import SqliteDatabase from 'better-sqlite3';
import { type Exercise, fail, pass, type Verdict } from '../src/shared/exercise/index.ts';

/** A line of the log of attempts, as it is written past the server. */
export interface MadeAttempt {
  readonly learner: string;
  readonly exercise: string;
  readonly task: string;
  readonly verdict: Verdict;
  readonly at: string;
}

const reasons = [
  'There is no such image yet.',
  '2 of 3 containers run.',
  '81.5 MB are more than 60 MB.',
  'Port 8080 answers nothing.',
];

/** Numbers from 0 to 1 that are the same in each run. */
export function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/**
 * What a class leaves in the log in some weeks: each learner somewhere in the course, some of them stuck where they are. About so many lines in all, the last of
 * them minutes before `nowMs`.
 */
export function makeHistory(
  exercises: readonly Exercise[],
  learners: readonly string[],
  lines: number,
  nowMs: number,
): readonly MadeAttempt[] {
  const dice = createDice(7);
  const all: MadeAttempt[] = [];
  const perLearner = Math.max(4, Math.floor(lines / learners.length));
  for (const learner of learners) {
    const tasks = exercises.flatMap(({ id, tasks: own }) => own.map((task) => ({ exercise: id, task: task.id })));
    const reached = Math.floor(tasks.length * (0.15 + 0.7 * dice()));
    const perTask = Math.max(2, Math.floor(perLearner / Math.max(1, reached)));
    const isStuck = dice() < 0.12;
    const own: Omit<MadeAttempt, 'at'>[] = [];
    for (const { exercise, task } of tasks.slice(0, reached)) {
      own.push({ learner, exercise, task, verdict: fail('Nothing is there yet.') });
      const tries = Math.max(0, Math.round((perTask - 2) * (0.5 + dice())));
      for (let count = 0; count < tries; count += 1) {
        const reason = `${reasons[Math.floor(dice() * reasons.length)]} Try ${count % 7}.`;
        own.push({ learner, exercise, task, verdict: fail(reason) });
      }
      const size = Math.round((40 + 200 * dice() ** 3) * 10) / 10;
      own.push({ learner, exercise, task, verdict: pass({ figures: [{ label: 'Size', value: size, unit: 'MB' }] }) });
    }
    const next = tasks[reached];
    if (next) {
      own.push({ learner, ...next, verdict: fail('Nothing is there yet.') });
      if (isStuck) own.push({ learner, ...next, verdict: fail(reasons[Math.floor(dice() * 4)] ?? '') });
    }
    const endMs = nowMs - (isStuck ? (5 + 20 * dice()) * 60_000 : dice() * 180_000);
    for (const [index, attempt] of own.entries()) {
      const ms = endMs - (own.length - 1 - index) * (20_000 + Math.floor(40_000 * dice()));
      all.push({ ...attempt, at: new Date(ms).toISOString() });
    }
  }
  return all.sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** Writes past the server, as another server process does. Whoever has it closes it. */
export class LogWriter implements Disposable {
  readonly #database: SqliteDatabase.Database;
  readonly #insert: SqliteDatabase.Statement;

  constructor(file: string) {
    this.#database = new SqliteDatabase(file, { timeout: 10_000 });
    this.#database.pragma('foreign_keys = ON');
    this.#insert = this.#database.prepare(
      'insert into attempt (learner_id, exercise, task, verdict, at) values (?, ?, ?, ?, ?)',
    );
  }

  append({ learner, exercise, task, verdict, at }: MadeAttempt): void {
    this.#insert.run(learner, exercise, task, JSON.stringify(verdict), at);
  }

  /** Some at a time, so that the server is not kept out for long. */
  appendAll(attempts: readonly MadeAttempt[]): void {
    for (let begin = 0; begin < attempts.length; begin += 2_000) {
      this.#database.transaction(() => {
        for (const attempt of attempts.slice(begin, begin + 2_000)) this.append(attempt);
      })();
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
