/** HOLDER.md, rule 6: what is kept of a shell's output. */
export const KEPT_BYTES = 2 * 1024 ** 2;

/** One read of a terminal gives less. It is taken whole, though there is room for a part of it only. */
const LARGEST_CHUNK_BYTES = 64 * 1024;

const CAPACITY_BYTES = KEPT_BYTES + LARGEST_CHUNK_BYTES;

/** The last bytes that a shell wrote, each known by its offset. The kernel gives a page of it when it is first written to. */
export class KeptOutput {
  readonly #ring = Buffer.alloc(CAPACITY_BYTES);
  readonly #begin: number;
  #end: number;

  /** `begin` is the offset of the first byte. */
  constructor(begin: number) {
    this.#begin = begin;
    this.#end = begin;
  }

  /** Offset of the oldest byte kept. */
  get oldest(): number {
    return Math.max(this.#begin, this.#end - CAPACITY_BYTES);
  }

  /** Offset after the newest byte. */
  get end(): number {
    return this.#end;
  }

  append(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const place = (this.#end - this.#begin) % CAPACITY_BYTES;
      const count = bytes.copy(this.#ring, place, at, at + CAPACITY_BYTES - place);
      at += count;
      this.#end += count;
    }
  }

  /** A copy of at most so many bytes from an offset on that is kept. */
  read(from: number, maxBytes: number): Buffer {
    if (from < this.oldest || from > this.#end)
      throw new RangeError(`Offset ${from} is outside ${this.oldest}..${this.#end}.`);
    const count = Math.min(maxBytes, this.#end - from);
    const place = (from - this.#begin) % CAPACITY_BYTES;
    const first = this.#ring.subarray(place, place + count);
    return Buffer.concat([first, this.#ring.subarray(0, count - first.length)]);
  }
}
