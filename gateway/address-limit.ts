/** Counts what each address holds at once, and gives it no more than the most: one sandbox must not take what all share. */
export class AddressLimit {
  readonly #most: number;
  readonly #held = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Returns what gives it back, to be called once; `undefined` where the address holds the most already. */
  take(address: string): (() => void) | undefined {
    const count = this.#held.get(address) ?? 0;
    if (count >= this.#most) return undefined;
    this.#held.set(address, count + 1);
    return () => {
      const left = (this.#held.get(address) ?? 1) - 1;
      if (left === 0) this.#held.delete(address);
      else this.#held.set(address, left);
    };
  }
}
