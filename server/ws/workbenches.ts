import type { LearnerId, SandboxId } from '../../src/shared/ids.ts';
import type { Workbench } from '../checks/workbench.ts';
import type { LearnerSandbox, LearnerSandboxes } from '../sandbox/learner-sandboxes.ts';

/** A page may be reloaded, or the next lesson opened: what is watched is kept so long, in ms. */
const LINGER_MS = 10_000;

export interface OpenWorkbench extends Disposable {
  readonly workbench: Workbench;
  readonly sandbox: LearnerSandbox;
}

interface Entry {
  readonly opening: Promise<{ workbench: Workbench; sandbox: LearnerSandbox }>;
  users: number;
  linger: NodeJS.Timeout | undefined;
}

/** One workbench for all of a learner's pages, kept as long as there is one. */
export class Workbenches implements Disposable {
  readonly #sandboxes: LearnerSandboxes;
  readonly #create: (sandbox: LearnerSandbox) => Workbench;
  readonly #entries = new Map<LearnerId, Entry>();

  constructor(sandboxes: LearnerSandboxes, create: (sandbox: LearnerSandbox) => Workbench) {
    this.#sandboxes = sandboxes;
    this.#create = create;
  }

  /** Brings the learner's sandbox up where it is not. */
  async open(learnerId: LearnerId): Promise<OpenWorkbench> {
    const known = this.#entries.get(learnerId);
    const entry = known ?? this.#begin(learnerId);
    entry.users += 1;
    clearTimeout(entry.linger);
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      entry.users -= 1;
      if (entry.users === 0) entry.linger = setTimeout(() => this.#end(learnerId, entry), LINGER_MS).unref();
    };
    try {
      const bench = await entry.opening;
      // It may have been lost since.
      if (known) await this.#sandboxes.open(learnerId);
      return { ...bench, [Symbol.dispose]: release };
    } catch (error) {
      release();
      this.#end(learnerId, entry);
      throw error;
    }
  }

  /** Tells what is watched in a sandbox that something may have changed. */
  async trigger(sandboxId: SandboxId): Promise<void> {
    for (const { opening } of this.#entries.values()) {
      const opened = await opening.catch(() => undefined);
      if (opened?.sandbox.row.id === sandboxId) opened.workbench.trigger();
    }
  }

  [Symbol.dispose](): void {
    for (const [learnerId, entry] of this.#entries) this.#end(learnerId, entry);
  }

  #begin(learnerId: LearnerId): Entry {
    const opening = this.#sandboxes.open(learnerId).then((sandbox) => ({ sandbox, workbench: this.#create(sandbox) }));
    const entry: Entry = { opening, users: 0, linger: undefined };
    this.#entries.set(learnerId, entry);
    return entry;
  }

  #end(learnerId: LearnerId, entry: Entry): void {
    clearTimeout(entry.linger);
    if (this.#entries.get(learnerId) === entry) this.#entries.delete(learnerId);
    void entry.opening.then(
      ({ workbench }) => workbench[Symbol.dispose](),
      () => {},
    );
  }
}
