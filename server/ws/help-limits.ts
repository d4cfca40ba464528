import type { LearnerId } from '../../src/shared/ids.ts';
import { RateBudget } from '../domain/rate-budget.ts';
import { tooOften } from './help-words.ts';

/** What a person does by hand, and reads what came of it before they do it again. */
const limits = {
  /** Raised, lowered, raised again. */
  hand: { atOnce: 4, perSecond: 4 / 60 },
  /** An instructor goes around a class. */
  ask: { atOnce: 30, perSecond: 30 / 60 },
  /** Each may be to three hundred learners. */
  message: { atOnce: 10, perSecond: 10 / 60 },
  hint: { atOnce: 30, perSecond: 30 / 60 },
  line: { atOnce: 20, perSecond: 20 / 60 },
  /** Handing over, taking back, agreeing. */
  turn: { atOnce: 30, perSecond: 30 / 60 },
  /** Has a full-screen program drawn anew. */
  open: { atOnce: 40, perSecond: 40 / 60 },
} as const;

/** How often each person may do what others hear of, whatever pages they have open. */
export class HelpLimits {
  readonly #budgets = new Map<string, RateBudget>();

  /** Throws where it was too often. */
  take(kind: keyof typeof limits, id: LearnerId): void {
    const now = performance.now();
    const key = `${kind}/${id}`;
    const budget = this.#budgets.get(key) ?? new RateBudget(limits[kind], now);
    this.#budgets.set(key, budget);
    if (!budget.take(now)) throw tooOften();
  }

  /** Forgets those of whom nothing is to be known. */
  tidy(): void {
    const now = performance.now();
    for (const [key, budget] of this.#budgets) if (budget.isFull(now)) this.#budgets.delete(key);
  }
}
