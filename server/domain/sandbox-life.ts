/**
 * Why a sandbox stopped: nobody used it; it gave way to a learner who waited; it ended by itself or was killed; an exercise was put back to its start; its
 * learner got another in its place.
 */
export type StopReason = 'idle' | 'yielded' | 'lost' | 'reset' | 'replaced';

/** Where a learner's sandbox is in its life. Times are in ms since the epoch; `activeAt` is its learner's last key, command or visit. */
export type SandboxLife =
  | { readonly kind: 'starting'; readonly activeAt: number }
  | { readonly kind: 'ready'; readonly activeAt: number }
  | { readonly kind: 'paused'; readonly activeAt: number }
  | { readonly kind: 'stopped'; readonly activeAt: number; readonly reason: StopReason }
  | { readonly kind: 'expired'; readonly activeAt: number };

/** How long, in ms, a sandbox that nobody uses stays in each state. All count from the last use. */
export interface LifeTimings {
  readonly pauseAfterMs: number;
  readonly stopAfterMs: number;
  readonly expireAfterMs: number;
  /** How long before it goes its learner is told. */
  readonly warnBeforeExpiryMs: number;
  /** For how long a command that runs counts as use. */
  readonly busyLimitMs: number;
}

/** What must be done with a sandbox now; nothing where it is `undefined`. */
export type LifeStep = 'pause' | 'stop' | 'expire';

/** One step at a time, and each only from the state before it: what pauses is looked at again before it stops. */
export function dueStep(life: SandboxLife, now: number, timings: LifeTimings): LifeStep | undefined {
  const idleMs = now - life.activeAt;
  switch (life.kind) {
    case 'starting':
    case 'expired':
      return undefined;
    case 'ready':
      return idleMs >= timings.pauseAfterMs ? 'pause' : undefined;
    case 'paused':
      return idleMs >= timings.stopAfterMs ? 'stop' : undefined;
    case 'stopped':
      return idleMs >= timings.expireAfterMs ? 'expire' : undefined;
  }
}

export function expiresAt(activeAt: number, timings: LifeTimings): number {
  return activeAt + timings.expireAfterMs;
}

export function isExpiryNear(activeAt: number, now: number, timings: LifeTimings): boolean {
  return expiresAt(activeAt, timings) - now <= timings.warnBeforeExpiryMs;
}

/**
 * When the machine is full, the sandbox that is stopped for the next learner: the one that has been paused longest, else the one that has been without a page
 * and without use longest, if that is `unattendedMs` at least. Nobody who works is stopped.
 */
export function chooseToStop<Id>(
  candidates: Iterable<readonly [Id, SandboxLife, { readonly isAttended: boolean }]>,
  now: number,
  unattendedMs: number,
): Id | undefined {
  let chosen: { id: Id; isPaused: boolean; activeAt: number } | undefined;
  for (const [id, life, { isAttended }] of candidates) {
    const isPaused = life.kind === 'paused';
    const isLeft = life.kind === 'ready' && !isAttended && now - life.activeAt >= unattendedMs;
    if (!isPaused && !isLeft) continue;
    const isBetter = !chosen || (isPaused === chosen.isPaused ? life.activeAt < chosen.activeAt : isPaused);
    if (isBetter) chosen = { id, isPaused, activeAt: life.activeAt };
  }
  return chosen?.id;
}

/**
 * In how many ms the learner at this place of the line (from 1) can expect a sandbox: when so many of those that are in use now would have been left alone
 * for long enough. `undefined` where nobody can tell.
 */
export function expectedWaitMs(
  place: number,
  lives: readonly SandboxLife[],
  now: number,
  timings: LifeTimings,
): number | undefined {
  const free = lives
    .filter(({ kind }) => kind === 'ready' || kind === 'paused')
    .map(({ kind, activeAt }) => (kind === 'paused' ? 0 : Math.max(0, activeAt + timings.pauseAfterMs - now)))
    .sort((one, other) => one - other);
  return free[place - 1];
}
