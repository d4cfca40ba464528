import type { Agent } from 'node:http';
import type { EnginePart } from '../../src/shared/engine-views.ts';
import type { ExerciseDescription, SandboxView } from '../../src/shared/exercise/index.ts';
import type { LearnerId } from '../../src/shared/ids.ts';
import type { ExerciseState, Preview } from '../../src/shared/views.ts';
import { LearnerError } from '../errors.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import type { Store } from '../storage/port.ts';
import { isAway } from './away.ts';
import type { Change } from './changes.ts';
import type { CheckRunner } from './check-runner.ts';
import { EnginePictures, type PictureViewer } from './engine-pictures.ts';
import { ExerciseBoard } from './exercise-board.ts';
import type { LoadedExercise } from './exercises.ts';
import { FileStamps, type FilesViewer, type ReadStamps } from './file-stamps.ts';
import type { FollowFolder } from './file-watch.ts';
import { LearnerEngine } from './learner-engine.ts';
import { placeExercise } from './place-exercise.ts';
import { PublishedPorts } from './published-ports.ts';
import { WatchedExercise } from './watched-exercise.ts';

const PLACE_TIMEOUT_MS = 15_000;

/** A page may be reloaded: what it watched is kept so long, in ms. */
const LINGER_MS = 10_000;

export interface WorkbenchListener extends PictureViewer, FilesViewer {
  onExercise(state: ExerciseState): void;
  onPreviews(previews: readonly Preview[]): void;
}

/** A page's place at its learner's workbench. What it asks for throws a `LearnerError` where it can't be had, and is answered by `onExercise`. */
export interface Seat extends Disposable {
  /** SPEC rule 19: puts the exercise's files in place and hears of it from now on. */
  watch(exercise: string): Promise<void>;
  /** SPEC rule 19. */
  run(exercise: string): Promise<void>;
  /** SPEC rule 20. */
  openHint(exercise: string, task: string): Promise<void>;
  /** SPEC rule 20. */
  showSolution(exercise: string): Promise<void>;
  /** SPEC rule 21. */
  enterAnswer(exercise: string, task: string, text: string): Promise<void>;
  /** SPEC rule 23. */
  picture(parts: readonly EnginePart[]): void;
  /** SPEC rule 24. */
  watchFiles(paths: readonly string[]): void;
}

export interface WorkbenchOptions {
  readonly sandbox: ReadySandbox;
  readonly learnerId: LearnerId;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  readonly runner: Pick<CheckRunner, 'decide'>;
  readonly store: Pick<Store, 'attempts' | 'appendAttempt' | 'deeds' | 'appendDeed'>;
  /** What a check sees of the sandbox, until the signal. */
  readonly view: (options: {
    readonly engine: Agent;
    readonly exercise: string;
    readonly answer: () => Promise<string | undefined>;
    readonly signal: AbortSignal;
  }) => SandboxView;
  readonly followFolder: FollowFolder;
  readonly readStamps: ReadStamps;
  readonly previewUrl: (port: number) => string | undefined;
  readonly now: () => Date;
  /** Throws a `LearnerError` where this exercise must not be begun: nothing of it is put in place then, and nothing is checked. */
  readonly permit?: (exercise: Pick<ExerciseDescription, 'id' | 'title' | 'touches'>) => void;
  readonly onError: (error: unknown, context: { exercise?: string; task?: string }) => void;
}

interface Entry {
  readonly opening: Promise<WatchedExercise>;
  readonly watchers: Set<WorkbenchListener>;
  linger: NodeJS.Timeout | undefined;
}

/** All that is watched in one learner's sandbox while a page of theirs is open: its engine, the exercises that pages show, its published ports. */
export class Workbench implements Disposable {
  readonly #options: WorkbenchOptions;
  readonly #life = new AbortController();
  readonly #engine: LearnerEngine;
  readonly #ports: PublishedPorts;
  readonly #pictures: EnginePictures;
  readonly #files: FileStamps;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<WorkbenchListener>();

  constructor(options: WorkbenchOptions) {
    this.#options = options;
    this.#engine = new LearnerEngine(options.sandbox, (change, isEvent) => {
      this.note(change, isEvent);
      if (change.has('containers')) this.#ports.look();
    });
    this.#ports = new PublishedPorts({
      agent: this.#engine.agent,
      onChange: () => {
        for (const listener of this.#listeners) listener.onPreviews(this.#previews());
      },
      onError: (error) => this.#tellError(error),
    });
    this.#pictures = new EnginePictures({
      agent: this.#engine.agent,
      onError: (error) => this.#tellError(error),
    });
    this.#files = new FileStamps({
      read: (paths, signal) => options.readStamps(options.sandbox, paths, signal),
      onError: (error) => this.#tellError(error),
    });
  }

  /** Hears what is published, and of the exercises that it watches. */
  join(listener: WorkbenchListener): Seat {
    this.#listeners.add(listener);
    listener.onPreviews(this.#previews());
    const answered = async (id: string, work: (watched: WatchedExercise) => Promise<void>) => {
      const watched = await this.#watch(id, listener);
      try {
        await work(watched);
      } finally {
        if (this.#listeners.has(listener)) listener.onExercise(watched.board.state);
      }
    };
    return {
      watch: (id) => answered(id, async (watched) => watched.lookAtAll()),
      run: (id) =>
        answered(id, async ({ board }) => {
          const engineTrouble = await this.#startEngine();
          await board.run();
          if (engineTrouble) throw engineTrouble;
        }),
      openHint: (id, task) => answered(id, ({ board }) => board.openHint(task)),
      showSolution: (id) => answered(id, ({ board }) => board.showSolution()),
      enterAnswer: (id, task, text) =>
        answered(id, async ({ board }) => {
          await board.enterAnswer(task, text);
          if (board.state.tasks.some((each) => each.id === task && each.verdict !== null)) return;
          // What it is compared with may be in an engine that has not been started.
          const engineTrouble = await this.#startEngine();
          await board.enterAnswer(task, text);
          if (engineTrouble) throw engineTrouble;
        }),
      picture: (parts) => this.#pictures.show(listener, parts),
      watchFiles: (paths) => this.#files.show(listener, paths),
      [Symbol.dispose]: () => {
        this.#listeners.delete(listener);
        this.#pictures.show(listener, []);
        this.#files.show(listener, []);
        for (const [id, entry] of this.#entries) this.#leave(id, entry, listener);
      },
    };
  }

  /** Something may have changed in the sandbox. `isByLearner` counts as a try at what is watched. */
  note(change: Change, isByLearner: boolean): void {
    this.#pictures.note(change);
    this.#files.note(change);
    for (const { opening } of this.#entries.values())
      void opening.then(
        (watched) => watched.note(change, isByLearner),
        () => {},
      );
  }

  /** Something was appended to the logs of an exercise by somebody else. */
  refresh(id: string): void {
    void this.#entries.get(id)?.opening.then(
      ({ board }) => board.refresh().catch((error: unknown) => this.#options.onError(error, { exercise: id })),
      () => {},
    );
  }

  [Symbol.dispose](): void {
    this.#life.abort(new Error('The workbench has been left.'));
    for (const [id, entry] of this.#entries) this.#drop(id, entry);
    this.#listeners.clear();
    this.#ports[Symbol.dispose]();
    this.#pictures[Symbol.dispose]();
    this.#files[Symbol.dispose]();
    this.#engine[Symbol.dispose]();
  }

  async #watch(id: string, listener: WorkbenchListener): Promise<WatchedExercise> {
    const entry = this.#entries.get(id) ?? this.#begin(id);
    clearTimeout(entry.linger);
    entry.watchers.add(listener);
    const watched = await entry.opening;
    // The page may have gone meanwhile.
    if (!this.#listeners.has(listener)) this.#leave(id, entry, listener);
    return watched;
  }

  #begin(id: string): Entry {
    const watchers = new Set<WorkbenchListener>();
    const entry: Entry = { opening: this.#open(id, watchers), watchers, linger: undefined };
    this.#entries.set(id, entry);
    entry.opening.catch(() => {
      if (this.#entries.get(id) === entry) this.#entries.delete(id);
    });
    return entry;
  }

  async #open(id: string, watchers: ReadonlySet<WorkbenchListener>): Promise<WatchedExercise> {
    const { sandbox, exercises, runner, learnerId, store, view, followFolder, now, permit, onError } = this.#options;
    const loaded = exercises.get(id);
    if (!loaded) throw new LearnerError('exercise-unknown', `This course has no exercise “${id}”. Reload the page.`);
    permit?.(loaded.exercise);
    const placing = AbortSignal.any([this.#life.signal, AbortSignal.timeout(PLACE_TIMEOUT_MS)]);
    await placeExercise(sandbox, loaded, placing);
    const board = await ExerciseBoard.open({
      exercise: { ...loaded.exercise, solution: loaded.solution },
      learnerId,
      store,
      runner,
      now,
      onError,
      view: (answer, signal) => view({ engine: this.#engine.agent, exercise: id, answer, signal }),
      onState: (state) => {
        for (const listener of watchers) listener.onExercise(state);
      },
    });
    const watched = new WatchedExercise(board, sandbox, followFolder, (change) => this.#files.note(change));
    watched.lookAtAll();
    return watched;
  }

  #leave(id: string, entry: Entry, listener: WorkbenchListener): void {
    if (!entry.watchers.delete(listener) || entry.watchers.size > 0) return;
    entry.linger = setTimeout(() => this.#drop(id, entry), LINGER_MS).unref();
  }

  #drop(id: string, entry: Entry): void {
    clearTimeout(entry.linger);
    if (this.#entries.get(id) === entry) this.#entries.delete(id);
    void entry.opening.then(
      (watched) => watched[Symbol.dispose](),
      () => {},
    );
  }

  #previews(): readonly Preview[] {
    return this.#ports.ports.flatMap((port): Preview[] => {
      const url = this.#options.previewUrl(port);
      return url === undefined ? [] : [{ port, url }];
    });
  }

  /** Whoever asks for a verdict waits for the engine. Resolves with what to tell them where it does not come. */
  async #startEngine(): Promise<LearnerError | undefined> {
    try {
      if (await this.#engine.start(this.#life.signal)) return undefined;
      return new LearnerError(
        'engine-starting',
        'Your Docker Engine takes long to start, so what needs it could not be checked yet. It is checked by itself as soon as the engine answers.',
      );
    } catch (cause) {
      // The page says by itself that the sandbox is paused or stopped.
      if (isAway(cause) || this.#life.signal.aborted) return undefined;
      return new LearnerError(
        'engine-failed',
        'Your Docker Engine could not be started, so what needs it could not be checked. Run “docker version” in the terminal to see what it says, then press “Check now”.',
        { cause },
      );
    }
  }

  #tellError(error: unknown): void {
    if (!this.#life.signal.aborted) this.#options.onError(error, {});
  }
}
