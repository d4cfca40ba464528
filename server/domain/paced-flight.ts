import { RateBudget, type RateLimit } from './rate-budget.ts';
import { SingleFlight } from './single-flight.ts';

/**
 * Runs something as often as it is asked for, one run at a time, and in a burst no more often than the limit says. Whoever asks gets a run that begins no earlier
 * than their asking.
 */
export class PacedFlight implements Disposable {
  readonly #flight: SingleFlight;
  readonly #budget: RateBudget;
  #running: Promise<void> = Promise.resolve();
  #isAsked = false;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** `work` must not reject. */
  constructor(work: () => Promise<void>, limit: RateLimit) {
    this.#flight = new SingleFlight(work);
    this.#budget = new RateBudget(limit, performance.now());
  }

  /** Some time soon: at once where there was no burst. */
  ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    const waitMs = this.#budget.waitMs(performance.now());
    if (waitMs > 0) this.#timer = setTimeout(() => this.#begin(), waitMs);
    else this.#begin();
  }

  /** Now, whatever the limit says; resolves when it has run. */
  run(): Promise<void> {
    this.#budget.take(performance.now());
    this.#running = this.#flight.run();
    return this.#running;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #begin(): void {
    // One that is under way may have looked already, so another follows it.
    void this.#running.then(() => {
      this.#isAsked = false;
      if (!this.#isOver) void this.run();
    });
  }
}
