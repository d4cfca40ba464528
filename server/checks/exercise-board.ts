import type { Exercise, SandboxView, Task, Verdict } from '../../src/shared/exercise/index.ts';
import type { LearnerId } from '../../src/shared/ids.ts';
import type { ExerciseState } from '../../src/shared/views.ts';
import { isNews, readProgress } from '../domain/progress.ts';
import { SandboxLostError } from '../sandbox/errors.ts';
import type { Store } from '../storage/port.ts';
import { NoAnswerError } from './http-get.ts';

/** A check reads a handful of things, each in milliseconds; a learner should not wait longer to hear that it could not. */
const CHECK_TIMEOUT_MS = 5_000;

/** Some states follow their event: a server in a container listens a moment after `start`. Looked at again after so many ms. */
const SETTLE_DELAYS_MS = [100, 300, 700, 1_500, 3_000] as const;

export interface ExerciseBoardOptions {
  readonly exercise: Exercise;
  readonly learnerId: LearnerId;
  readonly store: Pick<Store, 'attempts' | 'appendAttempt'>;
  readonly view: (signal: AbortSignal) => SandboxView;
  readonly now: () => Date;
  readonly onState: (state: ExerciseState) => void;
  /** Hears of checks that failed to run, and of verdicts that could not be kept. */
  readonly onError: (error: unknown, context: { exercise: string; task?: string }) => void;
}

function explain(error: unknown): string {
  if (error instanceof SandboxLostError) return 'Your sandbox is not running. Reload the page to bring it back.';
  if (error instanceof NoAnswerError) return 'Your Docker Engine does not answer. It may still be starting.';
  if (error instanceof DOMException) return 'Looking at your sandbox took too long. Press “Check now” to try again.';
  return 'This check could not run, which is not your mistake. Press “Check now” to try again.';
}

/** Decides the tasks of one exercise for one learner, as often as something may have changed, one round at a time. */
export class ExerciseBoard implements Disposable {
  readonly #options: ExerciseBoardOptions;
  readonly #life = new AbortController();
  #state: ExerciseState;
  #round: Promise<void> = Promise.resolve();
  #run: Promise<void> | undefined;
  #isWaiting = false;
  #settleTimer: NodeJS.Timeout | undefined;

  private constructor(options: ExerciseBoardOptions, state: ExerciseState) {
    this.#options = options;
    this.#state = state;
  }

  static async open(options: ExerciseBoardOptions): Promise<ExerciseBoard> {
    const { exercise, learnerId, store } = options;
    return new ExerciseBoard(options, readProgress(exercise, await store.attempts(learnerId, exercise.id)));
  }

  get state(): ExerciseState {
    return this.#state;
  }

  /** Something may have changed: looks at the open tasks now, and again until what was begun has settled. */
  trigger(): void {
    this.#settle(0);
    // A round that has not begun yet will see this change too.
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    void this.#queue(this.#openTasks);
  }

  /** Looks at all tasks, passed ones too, and tells the state even where nothing is new. */
  run(): Promise<void> {
    // Whoever presses a thousand times waits for one run.
    this.#run ??= this.#queue(() => this.#options.exercise.tasks).then(() => {
      this.#run = undefined;
      this.#options.onState(this.#state);
    });
    return this.#run;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#settleTimer);
    this.#life.abort();
  }

  readonly #openTasks = (): readonly Task[] => {
    const passed = new Set(this.#state.tasks.filter(({ passedAt }) => passedAt !== null).map(({ id }) => id));
    return this.#options.exercise.tasks.filter(({ id }) => !passed.has(id));
  };

  #settle(count: number): void {
    clearTimeout(this.#settleTimer);
    const delayMs = SETTLE_DELAYS_MS[count];
    if (delayMs === undefined || this.#life.signal.aborted) return;
    this.#settleTimer = setTimeout(async () => {
      await this.#queue(this.#openTasks);
      if (this.#openTasks().length > 0) this.#settle(count + 1);
    }, delayMs);
  }

  #queue(tasks: () => readonly Task[]): Promise<void> {
    this.#round = this.#round.then(() => {
      this.#isWaiting = false;
      return this.#look(tasks());
    });
    return this.#round;
  }

  async #look(tasks: readonly Task[]): Promise<void> {
    if (this.#life.signal.aborted || tasks.length === 0) return;
    const { exercise, learnerId, store, now, onState, onError } = this.#options;
    const signal = AbortSignal.any([this.#life.signal, AbortSignal.timeout(CHECK_TIMEOUT_MS)]);
    const view = this.#options.view(signal);
    const verdicts = await Promise.all(tasks.map((task) => this.#decide(task, view, signal)));
    if (this.#life.signal.aborted) return;
    try {
      let hasNews = false;
      for (const [index, { id }] of tasks.entries()) {
        const verdict = verdicts[index] as Verdict;
        const latest = this.#state.tasks.find((task) => task.id === id)?.verdict ?? null;
        if (!isNews(latest, verdict)) continue;
        hasNews = true;
        const attempt = { learnerId, exercise: exercise.id, task: id, verdict, at: now().toISOString() };
        await store.appendAttempt(attempt);
        this.#state = {
          ...this.#state,
          tasks: this.#state.tasks.map((task) =>
            task.id === id
              ? { id, verdict, passedAt: task.passedAt ?? (verdict.kind === 'pass' ? attempt.at : null) }
              : task,
          ),
        };
      }
      if (hasNews) onState(this.#state);
    } catch (error) {
      onError(error, { exercise: exercise.id });
    }
  }

  async #decide(task: Task, view: SandboxView, signal: AbortSignal): Promise<Verdict> {
    const timeout = Promise.withResolvers<never>();
    const abort = () => timeout.reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([task.check(view), timeout.promise]);
    } catch (error) {
      if (!this.#life.signal.aborted)
        this.#options.onError(error, { exercise: this.#options.exercise.id, task: task.id });
      return { kind: 'error', reason: explain(error) };
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
