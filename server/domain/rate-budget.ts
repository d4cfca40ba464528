export interface RateLimit {
  readonly atOnce: number;
  readonly perSecond: number;
}

/** So many at once, and so many a second from then on. Times are in ms, and never go back. */
export class RateBudget {
  readonly #limit: RateLimit;
  #left: number;
  #countedMs: number;

  constructor(limit: RateLimit, nowMs: number) {
    this.#limit = limit;
    this.#left = limit.atOnce;
    this.#countedMs = nowMs;
  }

  /** Takes one. False where none is left. */
  take(nowMs: number): boolean {
    this.#refill(nowMs);
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** How long it takes until there is one again, in ms; 0 where there is one. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    return this.#left >= 1 ? 0 : Math.ceil(((1 - this.#left) / this.#limit.perSecond) * 1_000);
  }

  /** Whether it is as new: nothing is lost by forgetting it. */
  isFull(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#left >= this.#limit.atOnce;
  }

  #refill(nowMs: number): void {
    const { atOnce, perSecond } = this.#limit;
    this.#left = Math.min(atOnce, this.#left + ((nowMs - this.#countedMs) / 1_000) * perSecond);
    this.#countedMs = nowMs;
  }
}
