import type { SandboxId } from '../../src/shared/ids.ts';
import { DEMAND_WINDOW_MS, type PoolLimits, poolSize } from '../domain/pool-size.ts';
import type { SandboxAllowance } from '../domain/sandbox-allowance.ts';
import type { ReadySandbox, SandboxHost } from '../sandbox/port.ts';
import type { Places } from './places.ts';

/** Each costs the processors half a second; learners are working meanwhile. */
const MADE_AT_ONCE = 2;

const OPEN_TIMEOUT_MS = 60_000;

/** The processors are first the learner's who has just come, for their shell and their page. */
const REFILL_AFTER_MS = 1_000;

/** After a launch that failed: the engine may be down. */
const RETRY_AFTER_MS = 10_000;

export interface WarmPoolOptions {
  readonly host: Pick<SandboxHost, 'open' | 'remove'>;
  readonly places: Pick<Places, 'tryHold' | 'release' | 'spare'>;
  readonly limits: PoolLimits;
  readonly allowance: SandboxAllowance | undefined;
  /** Does in a sandbox what its learner would else wait for. */
  readonly warmUp: (sandbox: ReadySandbox) => Promise<void>;
  readonly newId: () => SandboxId;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** Sandboxes that run, untouched, and belong to nobody yet. Each has its place. */
export class WarmPool implements AsyncDisposable {
  readonly #options: WarmPoolOptions;
  readonly #warm: SandboxId[] = [];
  readonly #making = new Map<SandboxId, Promise<void>>();
  /** Taken, and not yet known to belong to somebody. */
  readonly #taken = new Set<SandboxId>();
  #claimedAt: number[] = [];
  #retryAt = 0;
  #refilling: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(options: WarmPoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#warm.length;
  }

  /** All that must not be taken for nobody's. */
  get ids(): readonly SandboxId[] {
    return [...this.#warm, ...this.#making.keys(), ...this.#taken];
  }

  /** A sandbox that runs and has its place, which stays the pool's until `settle`; where none waits, one that is still to be made. */
  claim(): SandboxId {
    const now = this.#options.now();
    this.#claimedAt = [...this.#claimedAt.filter((at) => now - at < DEMAND_WINDOW_MS), now];
    const id = this.#warm.shift();
    if (id !== undefined) this.#taken.add(id);
    this.#refilling ??= setTimeout(() => {
      this.#refilling = undefined;
      this.refill();
    }, REFILL_AFTER_MS).unref();
    return id ?? this.#options.newId();
  }

  /** Says what became of a claimed one: somebody's, or, still untouched, to be had by the next. */
  settle(id: SandboxId, owner: 'learner' | 'nobody'): void {
    if (this.#taken.delete(id) && owner === 'nobody') this.#keep(id);
  }

  /** Makes as many as should wait, some at a time, in the background. */
  refill(): void {
    const { places, limits, now } = this.#options;
    if (this.#isOver || now() < this.#retryAt) return;
    const present = this.#warm.length + this.#making.size;
    const freePlaces = present + places.spare;
    const wanted = poolSize({ claimedAt: this.#claimedAt, now: now(), freePlaces }, limits) - present;
    for (let count = 0; count < wanted && this.#making.size < MADE_AT_ONCE; count += 1) this.#make();
  }

  /** Gives one up for a learner whose own is to be started; false where none waits. */
  async giveUp(): Promise<boolean> {
    const id = this.#warm.pop();
    if (id === undefined) return false;
    this.#taken.add(id);
    await this.#drop(id);
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#refilling);
    await Promise.all(this.#making.values());
    await this.#options.host.remove(this.#warm.splice(0)).catch(this.#options.onError);
  }

  #make(): void {
    const { places, newId } = this.#options;
    const id = newId();
    if (!places.tryHold(id)) return;
    const making = this.#launch(id).finally(() => {
      this.#making.delete(id);
      this.refill();
    });
    this.#making.set(id, making);
  }

  async #launch(id: SandboxId): Promise<void> {
    const { host, allowance, now, onError } = this.#options;
    try {
      const sandbox = await host.open(id, AbortSignal.timeout(OPEN_TIMEOUT_MS), allowance);
      // One that is not quite warm still serves.
      await this.#options.warmUp(sandbox).catch(onError);
      this.#keep(id);
    } catch (error) {
      this.#retryAt = now() + RETRY_AFTER_MS;
      onError(error);
      await this.#drop(id);
    }
  }

  #keep(id: SandboxId): void {
    this.#warm.push(id);
    // One that was given back has been replaced meanwhile.
    if (this.#warm.length > this.#options.limits.max) void this.giveUp();
  }

  async #drop(id: SandboxId): Promise<void> {
    const { host, places, onError } = this.#options;
    // What is left of one that can't be removed now is nobody's, and is reaped.
    await host.remove([id]).catch(onError);
    this.#taken.delete(id);
    places.release(id);
  }
}
