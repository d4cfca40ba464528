import type { Exercise, SandboxView, Task, Verdict } from '../../src/shared/exercise/index.ts';
import type { LearnerId } from '../../src/shared/ids.ts';
import type { ExerciseState } from '../../src/shared/views.ts';
import { isNews, readProgress } from '../domain/progress.ts';
import { SingleFlight } from '../domain/single-flight.ts';
import { EngineAsleepError, SandboxLostError } from '../sandbox/errors.ts';
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

/** The sandbox is paused or stopped, or its engine has not been started: the page says so itself, and looks again when it is back. */
function isAway(error: unknown): boolean {
  const reason = error instanceof NoAnswerError ? error.cause : error;
  return reason instanceof EngineAsleepError || reason instanceof SandboxLostError;
}

function explain(error: unknown): string {
  if (error instanceof NoAnswerError) return 'Your Docker Engine does not answer. It may still be starting.';
  if (error instanceof DOMException) return 'Looking at your sandbox took too long. Press “Check now” to try again.';
  return 'This check could not run, which is not your mistake. Press “Check now” to try again.';
}

/** Decides the tasks of one exercise for one learner, each as often as something may have changed, and tells each verdict as it falls. */
export class ExerciseBoard implements Disposable {
  readonly #options: ExerciseBoardOptions;
  readonly #life = new AbortController();
  readonly #flights: ReadonlyMap<string, SingleFlight>;
  #state: ExerciseState;
  #keeping: Promise<void> = Promise.resolve();
  #run: Promise<void> | undefined;
  #settleTimer: NodeJS.Timeout | undefined;

  private constructor(options: ExerciseBoardOptions, state: ExerciseState) {
    this.#options = options;
    this.#state = state;
    this.#flights = new Map(
      options.exercise.tasks.map((task) => [task.id, new SingleFlight(() => this.#look(task))] as const),
    );
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
    for (const id of this.#openTasks()) void this.#flights.get(id)?.run();
    this.#settle(0);
  }

  /** Looks at all tasks, passed ones too, and tells the state even where nothing is new. */
  run(): Promise<void> {
    // Whoever presses a thousand times waits for one run.
    this.#run ??= Promise.all([...this.#flights.values()].map((flight) => flight.run())).then(() => {
      this.#run = undefined;
      this.#options.onState(this.#state);
    });
    return this.#run;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#settleTimer);
    this.#life.abort();
  }

  #openTasks(): readonly string[] {
    return this.#state.tasks.filter(({ passedAt }) => passedAt === null).map(({ id }) => id);
  }

  #settle(count: number): void {
    clearTimeout(this.#settleTimer);
    const delayMs = SETTLE_DELAYS_MS[count];
    if (delayMs === undefined || this.#life.signal.aborted) return;
    this.#settleTimer = setTimeout(async () => {
      const open = this.#openTasks();
      await Promise.all(open.map((id) => this.#flights.get(id)?.run()));
      if (this.#openTasks().length > 0) this.#settle(count + 1);
    }, delayMs);
  }

  async #look(task: Task): Promise<void> {
    if (this.#life.signal.aborted) return;
    const verdict = await this.#decide(task);
    if (!verdict) return;
    // One after the other, so that the log's order is the state's.
    this.#keeping = this.#keeping.then(() => this.#keep(task, verdict));
    await this.#keeping;
  }

  async #keep({ id }: Task, verdict: Verdict): Promise<void> {
    const { exercise, learnerId, store, now, onState, onError } = this.#options;
    const known = this.#state.tasks.find((task) => task.id === id);
    if (this.#life.signal.aborted || !known || !isNews(known.verdict, verdict)) return;
    const at = now().toISOString();
    try {
      await store.appendAttempt({ learnerId, exercise: exercise.id, task: id, verdict, at });
    } catch (error) {
      return onError(error, { exercise: exercise.id, task: id });
    }
    const passedAt = known.passedAt ?? (verdict.kind === 'pass' ? at : null);
    this.#state = {
      ...this.#state,
      tasks: this.#state.tasks.map((task) => (task === known ? { id, verdict, passedAt } : task)),
    };
    onState(this.#state);
  }

  /** `undefined` where nobody is there to ask: what was decided last still holds. */
  async #decide(task: Task): Promise<Verdict | undefined> {
    const { exercise, view, onError } = this.#options;
    const signal = AbortSignal.any([this.#life.signal, AbortSignal.timeout(CHECK_TIMEOUT_MS)]);
    const timeout = Promise.withResolvers<never>();
    const abort = () => timeout.reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([task.check(view(signal)), timeout.promise]);
    } catch (error) {
      if (isAway(error)) return undefined;
      if (!this.#life.signal.aborted) onError(error, { exercise: exercise.id, task: task.id });
      return { kind: 'error', reason: explain(error) };
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
