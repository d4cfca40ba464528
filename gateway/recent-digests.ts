/** More than a class asks for in an hour: 30 learners with 100 layers each. */
const MOST = 10_000;

/** Digests that something happened to lately. */
export class RecentDigests {
  readonly #seenAt = new Map<string, number>();
  readonly #keepMs: number;
  readonly #now: () => number;

  constructor(keepMs: number, now: () => number) {
    this.#keepMs = keepMs;
    this.#now = now;
  }

  add(digest: string): void {
    this.#seenAt.delete(digest);
    this.#seenAt.set(digest, this.#now());
    const oldest = this.#seenAt.size > MOST ? this.#seenAt.keys().next().value : undefined;
    if (oldest !== undefined) this.#seenAt.delete(oldest);
  }

  /** Whether it was there. */
  delete(digest: string): boolean {
    const was = this.has(digest);
    this.#seenAt.delete(digest);
    return was;
  }

  has(digest: string): boolean {
    const seenAt = this.#seenAt.get(digest);
    return seenAt !== undefined && this.#now() - seenAt < this.#keepMs;
  }
}
