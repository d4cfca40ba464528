import type { SandboxView, Verdict } from '../../src/shared/exercise/index.ts';
import type { LearnerId } from '../../src/shared/ids.ts';
import type { ExerciseState, TaskState } from '../../src/shared/views.ts';
import {
  hasHintsLeft,
  isNews,
  type ProgressExercise,
  readProgress,
  withAttempt,
  withDeed,
} from '../domain/progress.ts';
import { raceSignal } from '../domain/race-signal.ts';
import { RateBudget } from '../domain/rate-budget.ts';
import { Serial } from '../domain/serial.ts';
import { SingleFlight } from '../domain/single-flight.ts';
import { Turns } from '../domain/turns.ts';
import { LearnerError } from '../errors.ts';
import type { Deed, Store } from '../storage/port.ts';
import { isAway } from './away.ts';
import { type Change, meets } from './changes.ts';
import type { CheckRunner, ReadTopic } from './check-runner.ts';
import { NoAnswerError } from './http-get.ts';
import { TaskWatch } from './task-watch.ts';

/** A check reads a handful of things, each in milliseconds; a learner should not wait longer to hear that it could not. Counted from its first look at the sandbox. */
const CHECK_TIMEOUT_MS = 5_000;

/** What runs the checks may have to be started again first, and has limits of its own. */
const DECISION_TIMEOUT_MS = 60_000;

/** As many as there are connections to an engine: a check's time begins with its turn, so that none pays for the others. */
const CHECKS_AT_ONCE = 4;

/** Some states follow their event: a server in a container listens a moment after `start`. Looked at again after so many ms. */
const SETTLE_DELAYS_MS = [100, 300, 700, 1_500, 3_000] as const;
const SETTLING: Change = new Set<ReadTopic>(['ports', 'containers']);

/** Whoever guesses is slowed down, and no page fills the store. */
const ANSWERS = { atOnce: 20, perSecond: 1 / 5 } as const;

export interface BoardExercise extends ProgressExercise {
  readonly tasks: readonly { readonly id: string; readonly hints?: readonly string[]; readonly answer?: object }[];
}

export interface ExerciseBoardOptions {
  readonly exercise: BoardExercise;
  readonly learnerId: LearnerId;
  readonly store: Pick<Store, 'attempts' | 'appendAttempt' | 'deeds' | 'appendDeed'>;
  readonly runner: Pick<CheckRunner, 'decide'>;
  /** What a task's check sees; `answer` is what was entered for it. */
  readonly view: (answer: () => Promise<string | undefined>, signal: AbortSignal) => SandboxView;
  readonly now: () => Date;
  readonly onState: (state: ExerciseState) => void;
  /** Hears of checks that failed to run, and of what could not be kept. */
  readonly onError: (error: unknown, context: { exercise: string; task?: string }) => void;
}

function explain(error: unknown): string {
  if (error instanceof NoAnswerError) return 'Your Docker Engine does not answer. It may still be starting.';
  if (error instanceof DOMException) return 'Looking at your sandbox took too long. Press “Check now” to try again.';
  return 'This check could not run, which is not your mistake. Press “Check now” to try again.';
}

/** One exercise and one learner: decides its tasks as often as something may have changed, records what the learner does, and tells each state as it comes. */
export class ExerciseBoard implements Disposable {
  readonly #options: ExerciseBoardOptions;
  readonly #life = new AbortController();
  readonly #tasks: ReadonlyMap<string, TaskWatch>;
  readonly #turns = new Turns(CHECKS_AT_ONCE);
  readonly #runs = new SingleFlight(() => this.#runAll());
  /** One record after the other, so that the logs' order is the state's. */
  readonly #records = new Serial<ExerciseBoard>();
  readonly #answers: RateBudget;
  #answeredMs: number;
  #state: ExerciseState;
  #isTrying = false;
  #settleTimer: NodeJS.Timeout | undefined;

  private constructor(options: ExerciseBoardOptions, state: ExerciseState, answeredMs: readonly number[]) {
    this.#options = options;
    this.#state = state;
    this.#tasks = new Map(options.exercise.tasks.map(({ id }) => [id, new TaskWatch(() => this.#decide(id))] as const));
    this.#answeredMs = answeredMs[0] ?? 0;
    this.#answers = new RateBudget(ANSWERS, this.#answeredMs);
    for (const ms of answeredMs) this.#takeAnswer(ms);
  }

  static async open(options: ExerciseBoardOptions): Promise<ExerciseBoard> {
    const { exercise, learnerId, store } = options;
    const [attempts, deeds] = await Promise.all([
      store.attempts(learnerId, exercise.id),
      store.deeds(learnerId, { exercise: exercise.id }),
    ]);
    const answeredMs = deeds.filter(({ kind }) => kind === 'answer').map(({ at }) => Date.parse(at));
    return new ExerciseBoard(options, readProgress(exercise, attempts, deeds), answeredMs);
  }

  get state(): ExerciseState {
    return this.#state;
  }

  /** Something may have changed: looks at the tasks that it is about, and again until what was begun has settled. `isByLearner` counts as a try. */
  note(change: Change, isByLearner: boolean): void {
    if (this.#life.signal.aborted) return;
    if (isByLearner) this.#noteTry();
    for (const task of this.#tasks.values()) task.note(change);
    if (meets(change, SETTLING)) this.#settle(0);
  }

  /** Looks at all tasks now, and tells the state even where nothing is new. */
  run(): Promise<void> {
    this.#noteTry();
    return this.#runs.run();
  }

  /** Reads the logs anew: something was appended by somebody else. */
  refresh(): Promise<void> {
    return this.#record(async () => {
      const { exercise, learnerId, store } = this.#options;
      const [attempts, deeds] = await Promise.all([
        store.attempts(learnerId, exercise.id),
        store.deeds(learnerId, { exercise: exercise.id }),
      ]);
      this.#become(readProgress(exercise, attempts, deeds));
    });
  }

  /** SPEC rule 20. Throws `LearnerError`. */
  openHint(id: string): Promise<void> {
    return this.#record(async () => {
      const task = this.#task(id);
      if (task.passedAt !== null || task.hints.length >= task.hintCount) return;
      if (!this.#state.isTried) {
        throw new LearnerError(
          'hint-too-early',
          'Hints open once you have tried something. Run a command in the terminal, save a file or press “Check now”, then ask again.',
        );
      }
      await this.#appendDeed({ kind: 'hint', exercise: this.#state.exercise, task: id });
    });
  }

  /** SPEC rule 20. */
  showSolution(): Promise<void> {
    return this.#record(async () => {
      if (this.#state.solution !== null) return;
      const isByChoice = hasHintsLeft(this.#state);
      await this.#appendDeed({ kind: 'solution', exercise: this.#state.exercise, isByChoice });
    });
  }

  /** SPEC rule 21. Resolves when the task was decided with it. Throws `LearnerError`. */
  async enterAnswer(id: string, text: string): Promise<void> {
    const entered = text.trim();
    await this.#record(async () => {
      const task = this.#task(id);
      if (!this.#options.exercise.tasks.find((each) => each.id === id)?.answer) {
        throw new LearnerError('task-unknown', 'This task does not ask for an answer any more. Reload the page.');
      }
      if (entered === '' || entered === task.answer) return;
      if (!this.#takeAnswer(this.#options.now().getTime())) {
        throw new LearnerError(
          'too-many',
          'That were many answers in a short time, so this one was not taken. Look at what the task asks for, and answer again in a few seconds.',
        );
      }
      await this.#appendDeed({ kind: 'answer', exercise: this.#state.exercise, task: id, text: entered });
    });
    if (entered !== '') this.#noteTry();
    await this.#tasks.get(id)?.run();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#settleTimer);
    for (const task of this.#tasks.values()) task[Symbol.dispose]();
    this.#life.abort();
  }

  #task(id: string): TaskState {
    const task = this.#state.tasks.find((each) => each.id === id);
    if (!task) throw new LearnerError('task-unknown', 'This exercise has no such task any more. Reload the page.');
    return task;
  }

  async #runAll(): Promise<void> {
    await Promise.all([...this.#tasks.values()].map((task) => task.run()));
    if (!this.#life.signal.aborted) this.#options.onState(this.#state);
  }

  #settle(count: number): void {
    clearTimeout(this.#settleTimer);
    const delayMs = SETTLE_DELAYS_MS[count];
    if (delayMs === undefined || this.#life.signal.aborted) return;
    this.#settleTimer = setTimeout(() => {
      const unsettled = this.#state.tasks
        .filter(({ verdict }) => verdict?.kind !== 'pass')
        .map(({ id }) => this.#tasks.get(id))
        .filter((task) => task?.dependsOn(SETTLING));
      for (const task of unsettled) task?.note(SETTLING);
      if (unsettled.length > 0) this.#settle(count + 1);
    }, delayMs);
  }

  #noteTry(): void {
    if (this.#state.isTried || this.#isTrying) return;
    this.#isTrying = true;
    const exercise = this.#state.exercise;
    this.#record(() => this.#appendDeed({ kind: 'try', exercise }))
      .catch((error: unknown) => this.#options.onError(error, { exercise }))
      .finally(() => {
        this.#isTrying = false;
      });
  }

  #takeAnswer(ms: number): boolean {
    // A clock that is set back gives nothing back.
    this.#answeredMs = Math.max(this.#answeredMs, ms);
    return this.#answers.take(this.#answeredMs);
  }

  #record(work: () => Promise<void>): Promise<void> {
    return this.#records.run(this, work);
  }

  async #appendDeed(deed: Extract<Deed, { exercise: string }>): Promise<void> {
    const { exercise, learnerId, store, now } = this.#options;
    await store.appendDeed({ ...deed, learnerId, at: now().toISOString() });
    this.#become(withDeed(exercise, this.#state, deed));
  }

  #become(state: ExerciseState): void {
    this.#state = state;
    if (!this.#life.signal.aborted) this.#options.onState(state);
  }

  /** Resolves with what the check read; with `undefined` where it could not decide, so that whatever changes next has it try again. */
  async #decide(id: string): Promise<Change | undefined> {
    const { exercise, runner, view, onError } = this.#options;
    const context = { exercise: exercise.id, task: id };
    const answer = async () => this.#state.tasks.find((task) => task.id === id)?.answer ?? undefined;
    let stop = () => {};
    try {
      const { verdict, reads } = await this.#turns.take(() => {
        this.#life.signal.throwIfAborted();
        const limit = new AbortController();
        const signal = AbortSignal.any([this.#life.signal, limit.signal, AbortSignal.timeout(DECISION_TIMEOUT_MS)]);
        const timed = onFirstUse(view(answer, signal), () => {
          const timer = setTimeout(
            () => limit.abort(new DOMException('The check took too long.', 'TimeoutError')),
            CHECK_TIMEOUT_MS,
          );
          timer.unref();
          stop = () => clearTimeout(timer);
        });
        return raceSignal(runner.decide(context, timed, signal), signal);
      });
      await this.#keep(id, verdict);
      return verdict.kind === 'error' ? undefined : reads;
    } catch (error) {
      // Nobody is there to ask, or to tell: what was decided last still holds.
      if (this.#life.signal.aborted || isAway(error)) return undefined;
      onError(error, context);
      await this.#keep(id, { kind: 'error', reason: explain(error) });
      return undefined;
    } finally {
      stop();
    }
  }

  async #keep(id: string, verdict: Verdict): Promise<void> {
    const { exercise, learnerId, store, now, onError } = this.#options;
    await this.#record(async () => {
      const known = this.#state.tasks.find((task) => task.id === id);
      if (this.#life.signal.aborted || !known || !isNews(known.verdict, verdict)) return;
      const attempt = { task: id, verdict, at: now().toISOString() };
      await store.appendAttempt({ learnerId, exercise: exercise.id, ...attempt });
      this.#become(withAttempt(this.#state, attempt));
    }).catch((error: unknown) => onError(error, { exercise: exercise.id, task: id }));
  }
}

/** The same object, which tells when somebody first asks something of it. */
function onFirstUse<Value extends object>(value: Value, tell: () => void): Value {
  let isUsed = false;
  return new Proxy(value, {
    get(target, name) {
      if (!isUsed) tell();
      isUsed = true;
      return Reflect.get(target, name);
    },
  });
}
