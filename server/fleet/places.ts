import type { SandboxId } from '../../src/shared/ids.ts';
import { SingleFlight } from '../domain/single-flight.ts';
import { SandboxesFullError } from '../sandbox/errors.ts';

/** More than any class; a flood of visitors is told that all is full instead of being kept. */
const MAX_WAITING = 500;

/** What a learner who waits is told. `place` counts from 1; `expectedMs` is `undefined` where nobody can tell. */
export interface Waiting {
  readonly place: number;
  readonly expectedMs: number | undefined;
}

export interface PlacesOptions {
  /** How many sandboxes may be up now, when so many are. */
  readonly limit: (held: number) => number;
  /** Frees a place where one can be freed: called while somebody waits. */
  readonly makeRoom: () => Promise<void>;
  readonly expectedMs: (place: number) => number | undefined;
  readonly onError: (error: unknown) => void;
}

interface Waiter {
  readonly id: SandboxId;
  readonly grant: () => void;
  readonly tell: (waiting: Waiting) => void;
}

/** Who may be up: as many sandboxes as the host carries, the others in a line in the order in which they came. */
export class Places {
  readonly #options: PlacesOptions;
  readonly #held = new Set<SandboxId>();
  readonly #line: Waiter[] = [];
  readonly #makingRoom = new SingleFlight(async () => {
    if (this.#line.length > 0) await this.#options.makeRoom().catch(this.#options.onError);
  });

  constructor(options: PlacesOptions) {
    this.#options = options;
  }

  get held(): number {
    return this.#held.size;
  }

  has(id: SandboxId): boolean {
    return this.#held.has(id);
  }

  get waiting(): number {
    return this.#line.length;
  }

  get limit(): number {
    return this.#options.limit(this.#held.size);
  }

  /** What is free for those that nobody waits for. */
  get spare(): number {
    return this.#line.length > 0 ? 0 : Math.max(0, this.limit - this.#held.size);
  }

  /** For one that is up already, whatever the limit. */
  adopt(id: SandboxId): void {
    this.#held.add(id);
  }

  tryHold(id: SandboxId): boolean {
    if (this.#held.has(id)) return true;
    if (this.spare === 0) return false;
    this.#held.add(id);
    return true;
  }

  /** Resolves when the sandbox has its place. Rejects with the signal's reason, and with `SandboxesFullError` where even the line is full. */
  async hold(id: SandboxId, signal: AbortSignal, tell: (waiting: Waiting) => void = () => {}): Promise<void> {
    signal.throwIfAborted();
    if (this.tryHold(id)) return;
    if (this.#line.length >= MAX_WAITING) throw new SandboxesFullError(`${this.#line.length} learners wait already.`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { id, grant: resolve, tell };
    const leave = () => {
      const at = this.#line.indexOf(waiter);
      if (at >= 0) this.#line.splice(at, 1);
      reject(signal.reason);
      this.look();
    };
    this.#line.push(waiter);
    signal.addEventListener('abort', leave, { once: true });
    this.look();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  release(id: SandboxId): void {
    if (this.#held.delete(id)) this.look();
  }

  /** Lets in who has a place by now, tells the others theirs, and tries to make room for them. */
  look(): void {
    for (;;) {
      // Two may wait for one sandbox: a page and a preview.
      const at = this.#line.findIndex(({ id }) => this.#held.has(id) || this.#held.size < this.limit);
      const [next] = at < 0 ? [] : this.#line.splice(at, 1);
      if (!next) break;
      this.#held.add(next.id);
      next.grant();
    }
    this.#line.forEach(({ tell }, index) => {
      tell({ place: index + 1, expectedMs: this.#options.expectedMs(index + 1) });
    });
    if (this.#line.length > 0) void this.#makingRoom.run();
  }
}
