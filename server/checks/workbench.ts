import type { Agent } from 'node:http';
import type { Exercise } from '../../src/shared/exercise/index.ts';
import type { LearnerId } from '../../src/shared/ids.ts';
import type { ExerciseState, Preview } from '../../src/shared/views.ts';
import { LearnerError } from '../errors.ts';
import { createDialAgent } from '../sandbox/dial-agent.ts';
import { EngineAsleepError } from '../sandbox/errors.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import type { Store } from '../storage/port.ts';
import { createEngineReader } from './engine-reader.ts';
import { watchEngine } from './engine-watch.ts';
import { ExerciseBoard } from './exercise-board.ts';
import type { LoadedExercise } from './exercises.ts';
import { httpGet } from './http-get.ts';
import { placeExercise } from './place-exercise.ts';
import { createSandboxView } from './sandbox-view.ts';

const PLACE_TIMEOUT_MS = 15_000;
const PREVIEWS_TIMEOUT_MS = 5_000;

/** A start takes half a second; thirty at once on two cores take ten. */
const ENGINE_START_TIMEOUT_MS = 20_000;

export interface WorkbenchListener {
  onExercise(state: ExerciseState): void;
  onPreviews(previews: readonly Preview[]): void;
}

export interface WorkbenchOptions {
  readonly sandbox: ReadySandbox;
  readonly learnerId: LearnerId;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  readonly store: Pick<Store, 'attempts' | 'appendAttempt'>;
  readonly previewUrl: (port: number) => string | undefined;
  readonly now: () => Date;
  /** Throws a `LearnerError` where this exercise must not be begun: nothing of it is put in place then, and nothing is checked. */
  readonly permit?: (exercise: Exercise) => void;
  readonly onError: (error: unknown, context: { exercise?: string; task?: string }) => void;
}

/** All that is watched in one learner's sandbox while a page of theirs is open: its engine, its exercises, its published ports. */
export class Workbench implements Disposable {
  readonly #options: WorkbenchOptions;
  /** Refuses as long as the engine has not been started: to look must not start it. */
  readonly #agent: Agent;
  readonly #watchAgent: Agent;
  readonly #watch: Disposable;
  readonly #boards = new Map<string, Promise<ExerciseBoard>>();
  readonly #listeners = new Set<WorkbenchListener>();
  #previews: readonly Preview[] = [];
  #isReadingPreviews = false;
  #previewsAreStale = false;
  #isEngineStarted = false;

  constructor(options: WorkbenchOptions) {
    this.#options = options;
    const { sandbox } = options;
    this.#agent = createDialAgent(
      {
        dial: async (target, signal) => {
          if (!this.#isEngineStarted) throw new EngineAsleepError('The engine has not been started.');
          return sandbox.dial(target, signal);
        },
      },
      { kind: 'engine' },
    );
    this.#watchAgent = createDialAgent(sandbox, { kind: 'started-engine' });
    this.#watch = watchEngine(this.#watchAgent, () => {
      this.#isEngineStarted = true;
      this.trigger();
      void this.#readPreviews();
    });
  }

  listen(listener: WorkbenchListener): Disposable {
    this.#listeners.add(listener);
    listener.onPreviews(this.#previews);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Puts the exercise's files in place and begins to watch it. Throws `LearnerError`. */
  async watchExercise(id: string): Promise<ExerciseState> {
    const board = await this.#board(id);
    board.trigger();
    return board.state;
  }

  /** SPEC rule 19. Throws `LearnerError`. */
  async runExercise(id: string): Promise<void> {
    const board = await this.#board(id);
    await this.#startEngine();
    await board.run();
  }

  /** Something may have changed: an event, a finished command, a key. */
  trigger(): void {
    for (const board of this.#boards.values())
      void board.then(
        (opened) => opened.trigger(),
        () => {},
      );
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
    for (const board of this.#boards.values())
      void board.then(
        (opened) => opened[Symbol.dispose](),
        () => {},
      );
    this.#boards.clear();
    this.#listeners.clear();
    this.#agent.destroy();
    this.#watchAgent.destroy();
  }

  /** Whoever asks for a verdict waits for the engine; one that does not come shows in the verdict. */
  async #startEngine(): Promise<void> {
    if (this.#isEngineStarted) return;
    const agent = createDialAgent(this.#options.sandbox, { kind: 'engine' });
    const signal = AbortSignal.timeout(ENGINE_START_TIMEOUT_MS);
    try {
      await httpGet({ agent, host: 'engine', path: '/_ping', maxBytes: 64, signal });
    } catch (error) {
      this.#options.onError(error, {});
    } finally {
      agent.destroy();
    }
    this.#isEngineStarted = true;
  }

  #board(id: string): Promise<ExerciseBoard> {
    const opened = this.#boards.get(id);
    if (opened) return opened;
    const opening = this.#openBoard(id);
    this.#boards.set(id, opening);
    opening.catch(() => this.#boards.delete(id));
    return opening;
  }

  async #openBoard(id: string): Promise<ExerciseBoard> {
    const { sandbox, exercises, learnerId, store, now, permit, onError } = this.#options;
    const loaded = exercises.get(id);
    if (!loaded) throw new LearnerError('exercise-unknown', `This course has no exercise “${id}”. Reload the page.`);
    permit?.(loaded.exercise);
    await placeExercise(sandbox, loaded, AbortSignal.timeout(PLACE_TIMEOUT_MS));
    return ExerciseBoard.open({
      exercise: loaded.exercise,
      learnerId,
      store,
      now,
      onError,
      view: (signal) => createSandboxView({ sandbox, engine: this.#agent, exercise: id, signal }),
      onState: (state) => {
        for (const listener of this.#listeners) listener.onExercise(state);
      },
    });
  }

  async #readPreviews(): Promise<void> {
    this.#previewsAreStale = true;
    if (this.#isReadingPreviews) return;
    this.#isReadingPreviews = true;
    try {
      while (this.#previewsAreStale) {
        this.#previewsAreStale = false;
        const reader = createEngineReader(this.#agent, AbortSignal.timeout(PREVIEWS_TIMEOUT_MS));
        const ports = (await reader.containers())
          .filter(({ state }) => state === 'running')
          .flatMap((container) => container.ports.filter(({ protocol }) => protocol === 'tcp'))
          .map(({ hostPort }) => hostPort);
        const previews = [...new Set(ports)]
          .sort((one, other) => one - other)
          .flatMap((port): Preview[] => {
            const url = this.#options.previewUrl(port);
            return url === undefined ? [] : [{ port, url }];
          });
        if (JSON.stringify(previews) === JSON.stringify(this.#previews)) continue;
        this.#previews = previews;
        for (const listener of this.#listeners) listener.onPreviews(previews);
      }
    } catch (error) {
      this.#options.onError(error, {});
    } finally {
      this.#isReadingPreviews = false;
    }
  }
}
