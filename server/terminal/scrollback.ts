const NEWLINE = 0x0a;

/**
 * The last bytes that a shell wrote, each known by its offset since the shell's terminal began.
 * Chunks are kept whole, so up to one chunk more than the capacity may be held.
 */
export class Scrollback {
  readonly #capacityBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #start: number;
  #end: number;

  constructor(
    capacityBytes: number,
    kept: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() },
  ) {
    this.#capacityBytes = capacityBytes;
    this.#start = kept.start;
    this.#end = kept.start;
    this.append(kept.bytes);
  }

  /** Offset of the oldest byte kept. */
  get start(): number {
    return this.#start;
  }

  /** Offset after the newest byte. */
  get end(): number {
    return this.#end;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#end += bytes.length;
    for (let oldest = this.#chunks[0]; oldest; oldest = this.#chunks[0]) {
      if (this.#end - this.#start - oldest.length < this.#capacityBytes) return;
      this.#chunks.shift();
      this.#start += oldest.length;
    }
  }

  /** The bytes from an offset on, at most so many; without copying where they lie in one chunk. */
  read(from: number, maxBytes: number): Uint8Array {
    if (from < this.#start || from > this.#end) {
      throw new RangeError(`Offset ${from} is outside ${this.#start}..${this.#end}.`);
    }
    let offset = this.#start;
    const parts: Uint8Array[] = [];
    let missing = Math.min(maxBytes, this.#end - from);
    for (const chunk of this.#chunks) {
      const next = offset + chunk.length;
      if (next > from && missing > 0) {
        const part = chunk.subarray(Math.max(0, from - offset), Math.max(0, from - offset) + missing);
        parts.push(part);
        missing -= part.length;
      }
      offset = next;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /** Where a reader that has nothing begins: at the oldest line that is whole, so that no escape sequence is cut in two. */
  firstWholeLine(): number {
    if (this.#start === 0) return 0;
    let offset = this.#start;
    for (const chunk of this.#chunks) {
      const newline = chunk.indexOf(NEWLINE);
      if (newline >= 0) return offset + newline + 1;
      offset += chunk.length;
    }
    return this.#start;
  }
}
