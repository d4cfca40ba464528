/** Lets pushes through side by side, and work that no push may meet between them. */
export class PushGate {
  #passing = 0;
  #isClosed = false;
  #waiting: (() => void)[] = [];

  /** A push that comes while the gate is closed waits: the work behind it takes seconds at most. */
  async pass<Result>(push: () => Promise<Result>): Promise<Result> {
    while (this.#isClosed) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#passing += 1;
    try {
      return await push();
    } finally {
      this.#passing -= 1;
    }
  }

  /** Does the work with the gate closed, unless something is passing. Resolves with whether it was done. */
  async whenEmpty(work: () => Promise<void>): Promise<boolean> {
    if (this.#isClosed || this.#passing > 0) return false;
    this.#isClosed = true;
    try {
      await work();
      return true;
    } finally {
      this.#isClosed = false;
      for (const go of this.#waiting.splice(0)) go();
    }
  }
}
