import { ACK_EVERY_BYTES } from '../shared/protocol/index.ts';

/** Half of what rule 13 allows, because output is drawn in pieces that may overshoot. */
const ACK_AFTER_BYTES = ACK_EVERY_BYTES / 2;

/** Output that has not been seen yet, and the offset behind its last byte. */
export interface FreshOutput {
  readonly bytes: Uint8Array;
  readonly end: number;
  /** Names the screen that it is drawn on: clearing begins another. */
  readonly era: number;
}

/**
 * How far one terminal's output has come, over all the sockets that carried it (SPEC.md rules 10 to 13).
 * Pure bookkeeping: the caller draws and sends.
 */
export class TerminalStream {
  #received: number | null = null;
  #asked: number | null = null;
  #drawn = 0;
  #acknowledged = 0;
  #isStale = false;
  #era = 0;

  /** The offset up to which the output is here; 0 before the first opening. */
  get received(): number {
    return this.#received ?? 0;
  }

  /** What `terminal.open` says: the offset up to which the output is here. */
  ask(): number | null {
    this.#asked = this.#isStale ? null : this.#received;
    return this.#asked;
  }

  /** Rule 12. True when the screen must be cleared, because what follows does not continue it. */
  open(from: number): boolean {
    const isFirst = this.#received === null;
    // Between the question and the answer more of the same may have come.
    const continues = !this.#isStale && !isFirst && (from === this.#received || from === this.#asked);
    const mustClear = !isFirst && !continues;
    this.#isStale = false;
    this.#asked = null;
    if (!continues) this.#received = from;
    if (mustClear) {
      this.#drawn = from;
      this.#era += 1;
    }
    // A new socket knows of no earlier acknowledgement, and counts from here.
    this.#acknowledged = from;
    return mustClear;
  }

  /** `undefined` for a frame that leaves a gap: the stream can't go on over this socket. Seen bytes are cut off. */
  receive(offset: number, bytes: Uint8Array): FreshOutput | undefined {
    if (this.#received === null || offset > this.#received) return undefined;
    const fresh = bytes.subarray(Math.min(bytes.length, this.#received - offset));
    this.#received += fresh.length;
    return { bytes: fresh, end: this.#received, era: this.#era };
  }

  /** Output up to `end` is on the screen of this era. Returns the offset to acknowledge at once, if it is time. */
  draw(end: number, era: number): number | undefined {
    if (era !== this.#era) return undefined;
    this.#drawn = Math.max(this.#drawn, end);
    return this.#drawn - this.#acknowledged >= ACK_AFTER_BYTES ? this.settle() : undefined;
  }

  /** There is no screen any more: what has come, and what was on its way to the screen, counts as drawn. */
  drawAll(): void {
    this.#drawn = this.#received ?? 0;
  }

  /** Acknowledges what is drawn, however little; `undefined` when that is nothing new. */
  settle(): number | undefined {
    const drawn = Math.min(this.#drawn, this.#received ?? 0);
    if (drawn <= this.#acknowledged) return undefined;
    this.#acknowledged = drawn;
    return drawn;
  }

  /** The shell ended. What it wrote stays on the screen until the next one starts. */
  end(): void {
    this.#isStale = true;
  }
}
