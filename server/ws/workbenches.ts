import type { LearnerId, SandboxId } from '../../src/shared/ids.ts';
import type { Change } from '../checks/changes.ts';
import type { Workbench } from '../checks/workbench.ts';
import type { SandboxLife } from '../domain/sandbox-life.ts';
import type { SandboxFleet } from '../fleet/fleet.ts';
import type { LearnerSandbox, LearnerSandboxes } from '../fleet/learner-sandboxes.ts';
import type { Waiting } from '../fleet/places.ts';

/** A page may be reloaded, or the next lesson opened: what is watched, and a place in the line, are kept so long, in ms. */
const LINGER_MS = 10_000;

export interface Bench {
  readonly workbench: Workbench;
  readonly sandbox: LearnerSandbox;
}

/** A page's hold on its learner's workbench; it may be given up before there is one. */
export interface Visit extends Disposable {
  readonly bench: Promise<Bench>;
  /** The learner did something. */
  use(): void;
  /** Resolves when the sandbox runs: resumed, if it was paused. */
  wake(): Promise<Bench>;
}

export interface WorkbenchesOptions {
  readonly sandboxes: LearnerSandboxes;
  readonly fleet: Pick<SandboxFleet, 'attend' | 'listen' | 'use'>;
  readonly create: (sandbox: LearnerSandbox) => Workbench;
}

export interface PageListener {
  onWaiting(waiting: Waiting): void;
  onLife(life: SandboxLife): void;
}

interface Entry {
  readonly opening: Promise<Bench>;
  readonly end: AbortController;
  readonly listeners: Set<PageListener>;
  waiting: Waiting | undefined;
  isUp: boolean;
  linger: NodeJS.Timeout | undefined;
}

/** One workbench for all of a learner's pages, kept as long as there is one. */
export class Workbenches implements Disposable {
  readonly #options: WorkbenchesOptions;
  readonly #entries = new Map<LearnerId, Entry>();
  readonly #open = new Map<SandboxId, Workbench>();

  constructor(options: WorkbenchesOptions) {
    this.#options = options;
  }

  /** Brings the learner's sandbox up where it is not. The listener hears of it until the visit is over. */
  visit(learnerId: LearnerId, listener: PageListener): Visit {
    const known = this.#entries.get(learnerId);
    const entry = known ?? this.#begin(learnerId);
    entry.listeners.add(listener);
    clearTimeout(entry.linger);
    if (entry.waiting) listener.onWaiting(entry.waiting);
    const wake = async (): Promise<Bench> => {
      const bench = await entry.opening;
      if (entry.isUp) return bench;
      await this.#options.sandboxes.wake(bench.sandbox.row, { signal: entry.end.signal });
      entry.isUp = true;
      return bench;
    };
    // It may have been lost since.
    if (known) entry.isUp = false;
    return {
      bench: known ? wake() : entry.opening,
      wake,
      use: () =>
        void entry.opening.then(
          ({ sandbox }) => this.#options.fleet.use(sandbox.row.id),
          () => {},
        ),
      [Symbol.dispose]: () => {
        if (!entry.listeners.delete(listener) || entry.listeners.size > 0) return;
        entry.linger = setTimeout(() => this.#end(learnerId, entry), LINGER_MS).unref();
      },
    };
  }

  /** Tells what is watched in a sandbox that something may have changed, and whether its learner did it. */
  note(sandboxId: SandboxId, change: Change, isByLearner: boolean): void {
    this.#open.get(sandboxId)?.note(change, isByLearner);
  }

  /** Something was appended to the logs of a learner's exercise by somebody else. */
  refresh(learnerId: LearnerId, exercise: string): void {
    void this.#entries.get(learnerId)?.opening.then(
      ({ workbench }) => workbench.refresh(exercise),
      () => {},
    );
  }

  [Symbol.dispose](): void {
    for (const [learnerId, entry] of this.#entries) this.#end(learnerId, entry);
  }

  #begin(learnerId: LearnerId): Entry {
    const end = new AbortController();
    const entry: Entry = {
      opening: this.#start(learnerId, end.signal, (waiting) => {
        entry.waiting = waiting;
        for (const listener of entry.listeners) listener.onWaiting(waiting);
      }),
      end,
      listeners: new Set(),
      waiting: undefined,
      isUp: true,
      linger: undefined,
    };
    this.#entries.set(learnerId, entry);
    entry.opening.then(
      (bench) => this.#follow(learnerId, entry, bench),
      () => this.#end(learnerId, entry),
    );
    return entry;
  }

  async #start(learnerId: LearnerId, signal: AbortSignal, onWaiting: (waiting: Waiting) => void): Promise<Bench> {
    const sandbox = await this.#options.sandboxes.open(learnerId, { signal, onWaiting });
    return { sandbox, workbench: this.#options.create(sandbox) };
  }

  /** Until its end: keeps the sandbox from giving way to others, and passes on what becomes of it. */
  #follow(learnerId: LearnerId, entry: Entry, { sandbox, workbench }: Bench): void {
    entry.waiting = undefined;
    if (entry.end.signal.aborted) return;
    const { fleet } = this.#options;
    const { id } = sandbox.row;
    this.#open.set(id, workbench);
    const attending = fleet.attend(id);
    const listening = fleet.listen(id, (life) => {
      entry.isUp = life.kind === 'ready';
      // What comes after may be another sandbox.
      if (life.kind === 'stopped' || life.kind === 'expired') this.#end(learnerId, entry);
      for (const listener of [...entry.listeners]) listener.onLife(life);
    });
    entry.end.signal.addEventListener('abort', () => {
      attending[Symbol.dispose]();
      listening[Symbol.dispose]();
      if (this.#open.get(id) === workbench) this.#open.delete(id);
    });
  }

  #end(learnerId: LearnerId, entry: Entry): void {
    clearTimeout(entry.linger);
    if (this.#entries.get(learnerId) === entry) this.#entries.delete(learnerId);
    entry.end.abort(new Error('Nobody waits for this sandbox any more.'));
    void entry.opening.then(
      ({ workbench }) => workbench[Symbol.dispose](),
      () => {},
    );
  }
}
