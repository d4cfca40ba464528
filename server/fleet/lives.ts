import type { SandboxId } from '../../src/shared/ids.ts';
import type { SandboxLife } from '../domain/sandbox-life.ts';

/** A life without its time. */
type LifeState = DistributiveOmit<SandboxLife, 'activeAt'>;
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** What this process knows of one sandbox. */
export interface LifeEntry {
  life: SandboxLife;
  /** The launch that this process made or found. */
  generation: number;
  /** How many pages of its learner are open. */
  pages: number;
  isResuming: boolean;
  /** Since when a running command is all that keeps it from being paused; ms since the epoch. */
  busySince: number | undefined;
  /** After a step that failed: not before. ms since the epoch. */
  retryAt: number;
  readonly listeners: Set<(life: SandboxLife) => void>;
}

/** Goes over to the next state, and says so to whoever listens. */
export function tell(entry: LifeEntry, state: LifeState): void {
  entry.life = { ...state, activeAt: entry.life.activeAt };
  for (const listener of [...entry.listeners]) listener(entry.life);
}

/** Where each sandbox is in its life, as far as this process has seen, and who wants to hear of it. */
export class SandboxLives implements Iterable<readonly [SandboxId, LifeEntry]> {
  readonly #entries = new Map<SandboxId, LifeEntry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(id: SandboxId): LifeEntry | undefined {
    return this.#entries.get(id);
  }

  /** One that was not known is taken for stopped. */
  of(id: SandboxId): LifeEntry {
    const known = this.#entries.get(id);
    if (known) return known;
    const entry: LifeEntry = {
      life: { kind: 'stopped', reason: 'idle', activeAt: this.#now() },
      generation: 0,
      pages: 0,
      isResuming: false,
      busySince: undefined,
      retryAt: 0,
      listeners: new Set(),
    };
    this.#entries.set(id, entry);
    return entry;
  }

  attend(id: SandboxId): Disposable {
    const entry = this.of(id);
    entry.pages += 1;
    return { [Symbol.dispose]: () => void (entry.pages -= 1) };
  }

  listen(id: SandboxId, listener: (life: SandboxLife) => void): Disposable {
    const { listeners } = this.of(id);
    listeners.add(listener);
    return { [Symbol.dispose]: () => void listeners.delete(listener) };
  }

  forget(id: SandboxId): void {
    this.#entries.delete(id);
  }

  ids(): Iterable<SandboxId> {
    return this.#entries.keys();
  }

  all(): readonly SandboxLife[] {
    return [...this.#entries.values()].map(({ life }) => life);
  }

  [Symbol.iterator](): Iterator<readonly [SandboxId, LifeEntry]> {
    return this.#entries[Symbol.iterator]();
  }
}
