import type { SandboxId } from '../../src/shared/ids.ts';
import type { PoolLimits } from '../domain/pool-size.ts';
import type { SandboxAllowance } from '../domain/sandbox-allowance.ts';
import {
  chooseToStop,
  dueStep,
  expectedWaitMs,
  type LifeTimings,
  type SandboxLife,
  type StopReason,
} from '../domain/sandbox-life.ts';
import { Serial } from '../domain/serial.ts';
import { SingleFlight } from '../domain/single-flight.ts';
import { SandboxLostError } from '../sandbox/errors.ts';
import type { ReadySandbox, SandboxHost } from '../sandbox/port.ts';
import type { SandboxRow, Store } from '../storage/port.ts';
import { runsForegroundCommand } from './foreground-command.ts';
import { type LifeEntry, SandboxLives, tell } from './lives.ts';
import { Places, type Waiting } from './places.ts';
import { WarmPool } from './warm-pool.ts';

/** Whoever has no page and did nothing for so long gives way to a learner who waits: long enough for a reload or a lost network. */
const UNATTENDED_MS = 2 * 60_000;

/** A look inside a sandbox before it is paused; one that does not answer is busy with something. */
const BUSY_TIMEOUT_MS = 10_000;

/** Thirty that resume at once on two cores take a second. */
const RESUME_TIMEOUT_MS = 15_000;

/** When a class leaves, all are due at once; those who stay work meanwhile. */
const STEPS_AT_ONCE = 8;

/** A step that failed, because the engine is down for example, is tried again after so long. */
const RETRY_AFTER_MS = 60_000;

export interface FleetOptions {
  readonly host: SandboxHost;
  readonly store: Pick<Store, 'sandboxes' | 'beginLaunch' | 'sandboxGeneration' | 'noteUse' | 'expireSandbox'>;
  readonly timings: LifeTimings;
  readonly pool: PoolLimits;
  /** What one may use that waits for nobody in particular. */
  readonly warmAllowance?: SandboxAllowance | undefined;
  /** Does in a sandbox that waits for its learner what they would else wait for. */
  readonly warmUp: (sandbox: ReadySandbox) => Promise<void>;
  /** How many may be up now, when so many are. */
  readonly limit: (held: number) => number;
  readonly newId: () => SandboxId;
  readonly now: () => Date;
  readonly onError: (error: unknown, context?: object) => void;
}

export interface OpenOptions {
  /** Covers the waiting; a launch that has begun goes on. */
  readonly signal: AbortSignal;
  readonly onWaiting?: (waiting: Waiting) => void;
  /** What it may use from now on; left out, as before. */
  readonly allowance?: SandboxAllowance | undefined;
}

/** How many sandboxes are in each state, and how many learners wait for one. */
export interface FleetCount {
  readonly limit: number;
  readonly ready: number;
  readonly paused: number;
  readonly warm: number;
  readonly stopped: number;
  readonly waiting: number;
}

/** Leads every sandbox of the installation through its life, keeps some warm, and no more up than the host carries. */
export class SandboxFleet implements AsyncDisposable {
  readonly #options: FleetOptions;
  readonly #lives: SandboxLives;
  readonly #serial = new Serial<SandboxId>();
  readonly #places: Places;
  readonly #pool: WarmPool;
  readonly #now: () => number;
  readonly #ticking = new SingleFlight(() => this.#tick());

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#now = () => options.now().getTime();
    this.#lives = new SandboxLives(this.#now);
    this.#places = new Places({
      limit: options.limit,
      makeRoom: () => this.#makeRoom(),
      expectedMs: (place) => expectedWaitMs(place, this.#lives.all(), this.#now(), options.timings),
      onError: options.onError,
    });
    this.#pool = new WarmPool({
      host: options.host,
      places: this.#places,
      limits: options.pool,
      allowance: options.warmAllowance,
      warmUp: options.warmUp,
      newId: options.newId,
      now: this.#now,
      onError: options.onError,
    });
  }

  /** The learner's sandbox, running. Waits for a place where there is none. */
  async open(id: SandboxId, { signal, onWaiting, allowance }: OpenOptions): Promise<ReadySandbox> {
    for (;;) {
      await this.#places.hold(id, signal, onWaiting);
      // One that is just being stopped loses its place.
      const sandbox = await this.#serial.run(id, async () =>
        this.#places.has(id) ? this.#launch(id, allowance) : undefined,
      );
      if (sandbox) return sandbox;
    }
  }

  /** The sandbox where it runs. To ask neither starts nor resumes it, nor counts as use. */
  async running(id: SandboxId): Promise<ReadySandbox | undefined> {
    return this.#serial.run(id, async () =>
      this.#lives.get(id)?.life.kind === 'ready'
        ? this.#options.host.open(id, new AbortController().signal)
        : undefined,
    );
  }

  /** A sandbox for a new learner, warm where one waits; `settle` says what became of it. */
  claim(): SandboxId {
    return this.#pool.claim();
  }

  settle(id: SandboxId, owner: 'learner' | 'nobody'): void {
    this.#pool.settle(id, owner);
  }

  /** Its learner did something just now. One that is paused resumes. */
  use(id: SandboxId): void {
    const entry = this.#lives.get(id);
    if (!entry || (entry.life.kind !== 'ready' && entry.life.kind !== 'paused')) return;
    entry.life = { ...entry.life, activeAt: this.#now() };
    entry.busySince = undefined;
    // Of a whole paste the first key is enough.
    if (entry.life.kind !== 'paused' || entry.isResuming) return;
    entry.isResuming = true;
    this.open(id, { signal: AbortSignal.timeout(RESUME_TIMEOUT_MS) })
      .catch((error) => this.#options.onError(error, { id }))
      .finally(() => {
        entry.isResuming = false;
      });
  }

  /** While a page is open, its sandbox does not give way to others before it is paused. */
  attend(id: SandboxId): Disposable {
    return this.#lives.attend(id);
  }

  listen(id: SandboxId, listener: (life: SandboxLife) => void): Disposable {
    return this.#lives.listen(id, listener);
  }

  /** Ends it and keeps its disk, whatever it is doing. */
  stop(id: SandboxId, reason: StopReason): Promise<void> {
    return this.#serial.run(id, () => this.#stop(id, this.#lives.of(id), reason));
  }

  /** Removes one that is nobody's any more, with all that it kept. */
  async retire(id: SandboxId): Promise<void> {
    const entry = this.#lives.get(id);
    // At once, so that whoever comes next is given the new one.
    if (entry) tell(entry, { kind: 'stopped', reason: 'replaced' });
    await this.#serial.run(id, async () => {
      await this.#options.host.remove([id]);
      this.#forget(id);
    });
  }

  count(): FleetCount {
    const lives = this.#lives.all();
    const of = (kind: SandboxLife['kind']) => lives.filter((life) => life.kind === kind).length;
    return {
      limit: this.#places.limit,
      ready: of('ready') + of('starting'),
      paused: of('paused'),
      stopped: of('stopped'),
      warm: this.#pool.size,
      waiting: this.#places.waiting,
    };
  }

  /** Does what is due: pauses, stops and expires, refills the pool, lets in who waits. */
  tick(): Promise<void> {
    return this.#ticking.run();
  }

  /** Removes what is on the host and belongs to nobody. */
  async reap(): Promise<readonly SandboxId[]> {
    return this.#options.host.reap(await this.owned());
  }

  /** All that are somebody's, or may become so. */
  async owned(): Promise<ReadonlySet<SandboxId>> {
    // In this order: one that is claimed in between is in either.
    const warm = this.#pool.ids;
    const rows = await this.#options.store.sandboxes();
    return new Set([...warm, ...rows.map(({ id }) => id)]);
  }

  /** Pauses what runs, so that the next process finds it as it is. */
  async [Symbol.asyncDispose](): Promise<void> {
    const running = [...this.#lives].filter(([, { life }]) => life.kind === 'ready');
    await Promise.allSettled([
      this.#pool[Symbol.asyncDispose](),
      ...running.map(([id, entry]) => this.#serial.run(id, () => this.#pause(id, entry))),
    ]);
  }

  async #launch(id: SandboxId, allowance: SandboxAllowance | undefined): Promise<ReadySandbox> {
    const { host, store, onError } = this.#options;
    const entry = this.#lives.of(id);
    const isLaunch = entry.life.kind !== 'ready';
    try {
      if (isLaunch) {
        const generation = await store.beginLaunch(id);
        if (generation === undefined) throw new SandboxLostError(`Sandbox ${id} belongs to nobody any more.`);
        entry.generation = generation;
        if (entry.life.kind !== 'paused') tell(entry, { kind: 'starting' });
      }
      // The launch is everybody's who opens meanwhile, so none of their signals may end it; the host has its own limit.
      const sandbox = await host.open(id, new AbortController().signal, allowance);
      if (isLaunch && (await store.sandboxGeneration(id)) === undefined) {
        // It was given up in the middle of the launch.
        await host.remove([id]).catch(onError);
        throw new SandboxLostError(`Sandbox ${id} belongs to nobody any more.`);
      }
      entry.life = { ...entry.life, activeAt: this.#now() };
      entry.busySince = undefined;
      if (isLaunch) tell(entry, { kind: 'ready' });
      return sandbox;
    } catch (error) {
      tell(entry, { kind: 'stopped', reason: 'lost' });
      this.#places.release(id);
      throw error;
    }
  }

  async #tick(): Promise<void> {
    const now = this.#now();
    const due = [...this.#lives].filter(
      ([, { life, retryAt }]) => now >= retryAt && dueStep(life, now, this.#options.timings) !== undefined,
    );
    for (let at = 0; at < due.length; at += STEPS_AT_ONCE) {
      const steps = due.slice(at, at + STEPS_AT_ONCE);
      await Promise.all(steps.map(([id, entry]) => this.#serial.run(id, () => this.#step(id, entry))));
    }
    this.#places.look();
    this.#pool.refill();
  }

  async #step(id: SandboxId, entry: LifeEntry): Promise<void> {
    const { store, timings, onError } = this.#options;
    try {
      const generation = await store.sandboxGeneration(id);
      // Another process has launched it since: it leads it now.
      if (generation !== entry.generation) return this.#forget(id);
      // A key may have come while this waited for its turn.
      switch (dueStep(entry.life, this.#now(), timings)) {
        case 'pause':
          if (await this.#isBusy(id, entry)) return;
          return await this.#pause(id, entry);
        case 'stop':
          return await this.#stop(id, entry, 'idle');
        case 'expire':
          return await this.#expire(id, entry);
        case undefined:
          return;
      }
    } catch (error) {
      entry.retryAt = this.#now() + RETRY_AFTER_MS;
      onError(error, { id });
    }
  }

  /** A command that runs counts as use, for a time. */
  async #isBusy(id: SandboxId, entry: LifeEntry): Promise<boolean> {
    const now = this.#now();
    const { host, timings } = this.#options;
    if (entry.busySince !== undefined && now - entry.busySince >= timings.busyLimitMs) return false;
    const signal = AbortSignal.timeout(BUSY_TIMEOUT_MS);
    if (!(await runsForegroundCommand(await host.open(id, signal), signal))) {
      // Asked again, because a key may have come meanwhile.
      return dueStep(entry.life, this.#now(), timings) === undefined;
    }
    entry.busySince ??= now;
    entry.life = { ...entry.life, activeAt: now };
    return true;
  }

  async #pause(id: SandboxId, entry: LifeEntry): Promise<void> {
    await this.#options.host.pause(id);
    tell(entry, { kind: 'paused' });
    await this.#noteUse(id, entry);
  }

  async #noteUse(id: SandboxId, entry: LifeEntry): Promise<void> {
    await this.#options.store.noteUse(id, new Date(entry.life.activeAt).toISOString());
  }

  async #stop(id: SandboxId, entry: LifeEntry, reason: StopReason): Promise<void> {
    // First, so that nobody takes the end of their shell for an accident. If it fails the next reconciliation sees it run.
    tell(entry, { kind: 'stopped', reason });
    await this.#options.host.stop(id);
    this.#places.release(id);
    await this.#noteUse(id, entry);
  }

  async #expire(id: SandboxId, entry: LifeEntry): Promise<void> {
    const { host, store } = this.#options;
    // Marked first: what is left if the removal fails is nobody's, and is reaped.
    if (!(await store.expireSandbox(id, entry.generation))) return this.#forget(id);
    tell(entry, { kind: 'expired' });
    this.#lives.forget(id);
    await host.remove([id]);
  }

  /** Called while somebody waits. */
  async #makeRoom(): Promise<void> {
    if (await this.#pool.giveUp()) return;
    const candidates = [...this.#lives].map(([id, { life, pages }]) => [id, life, { isAttended: pages > 0 }] as const);
    const id = chooseToStop(candidates, this.#now(), UNATTENDED_MS);
    if (id !== undefined) await this.stop(id, 'yielded');
  }

  /** Sees what became of sandboxes behind our back: killed, or left by another process. */
  async reconcile(): Promise<void> {
    const { host, store } = this.#options;
    const found = new Map((await host.list()).map(({ id, state }) => [id, state]));
    const rows = await store.sandboxes();
    for (const row of rows) {
      const state = found.get(row.id) ?? 'stopped';
      const entry = this.#lives.get(row.id) ?? this.#adoptRow(row);
      // In the middle of a step the engine is asked too early or too late.
      if (entry.life.kind === 'starting' || entry.generation !== row.generation) continue;
      if (state === 'running') this.#adoptAs(row.id, entry, 'ready');
      else if (state === 'paused') this.#adoptAs(row.id, entry, 'paused');
      else if (entry.life.kind !== 'stopped') await this.#serial.run(row.id, () => this.#seeStopped(row.id, entry));
    }
    const owned = new Set(rows.map(({ id }) => id));
    for (const id of this.#lives.ids()) if (!owned.has(id)) this.#forget(id);
  }

  #adoptRow({ id, generation, lastUsedAt }: SandboxRow): LifeEntry {
    const entry = this.#lives.of(id);
    entry.generation = generation;
    entry.life = { kind: 'stopped', reason: 'idle', activeAt: Date.parse(lastUsedAt) };
    return entry;
  }

  /** What runs although nobody here launched it is somebody's work: it counts as used just now. */
  #adoptAs(id: SandboxId, entry: LifeEntry, kind: 'ready' | 'paused'): void {
    if (entry.life.kind === 'ready' || entry.life.kind === 'paused') return;
    this.#places.adopt(id);
    entry.life = { kind, activeAt: kind === 'ready' ? this.#now() : entry.life.activeAt };
  }

  async #seeStopped(id: SandboxId, entry: LifeEntry): Promise<void> {
    const isUp = (await this.#options.host.list()).some((one) => one.id === id && one.state !== 'stopped');
    if (isUp || (entry.life.kind !== 'ready' && entry.life.kind !== 'paused')) return;
    tell(entry, { kind: 'stopped', reason: 'lost' });
    this.#places.release(id);
  }

  #forget(id: SandboxId): void {
    this.#lives.forget(id);
    this.#places.release(id);
  }
}
