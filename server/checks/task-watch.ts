import { PacedFlight } from '../domain/paced-flight.ts';
import { type Change, meets } from './changes.ts';
import type { ReadTopic } from './check-runner.ts';

/** A command of the learner's is a few events; an engine that is emptied, or a shell's loop, some hundred. */
const LOOKS = { atOnce: 4, perSecond: 5 } as const;

/** Decides one task as often as what its check looked at last may have changed. */
export class TaskWatch implements Disposable {
  readonly #decide: () => Promise<Change | undefined>;
  readonly #flight: PacedFlight;
  #reads: Change | undefined;
  /** What changed since the decision that is under way began: what it reads is known when it ends. */
  readonly #missed = new Set<ReadTopic>();

  /** `decide` resolves with what was read, with `undefined` where there is no telling; it must not reject. */
  constructor(decide: () => Promise<Change | undefined>) {
    this.#decide = decide;
    this.#flight = new PacedFlight(() => this.#look(), LOOKS);
  }

  /** Whether a change of these may change its verdict. One that could not be decided may depend on anything. */
  dependsOn(change: Change): boolean {
    return !this.#reads || meets(this.#reads, change);
  }

  /** Looks again soon, if this may change the verdict. */
  note(change: Change): void {
    for (const topic of change) this.#missed.add(topic);
    if (this.dependsOn(change)) this.#flight.ask();
  }

  /** Looks again now. */
  run(): Promise<void> {
    return this.#flight.run();
  }

  [Symbol.dispose](): void {
    this.#flight[Symbol.dispose]();
  }

  async #look(): Promise<void> {
    this.#missed.clear();
    this.#reads = await this.#decide();
    if (this.#missed.size > 0 && this.dependsOn(this.#missed)) this.#flight.ask();
  }
}
