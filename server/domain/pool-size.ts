export interface PoolLimits {
  /** Kept warm even when nobody comes. */
  readonly min: number;
  readonly max: number;
}

/** How long, in ms, a claim speaks for others to come: a class arrives within minutes. */
export const DEMAND_WINDOW_MS = 2 * 60_000;

/** How many sandboxes should wait: as many as were claimed lately, within the limits, and never a place that a learner could have. */
export function poolSize(
  demand: { readonly claimedAt: readonly number[]; readonly now: number; readonly freePlaces: number },
  { min, max }: PoolLimits,
): number {
  const recent = demand.claimedAt.filter((at) => demand.now - at < DEMAND_WINDOW_MS).length;
  return Math.max(0, Math.min(min + recent, max, demand.freePlaces));
}
