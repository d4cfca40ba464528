import { ACK_EVERY_BYTES } from '../shared/protocol/index.ts';

/** Half of what rule 13 allows, because output is drawn in pieces that may overshoot. */
const ACK_AFTER_BYTES = ACK_EVERY_BYTES / 2;

/** Output that has not been seen yet, and the offset behind its last byte. */
export interface FreshOutput {
  readonly bytes: Uint8Array;
  readonly end: number;
}

/**
 * How far one terminal's output has come, over all the sockets that carried it (SPEC.md rules 10 to 13).
 * Pure bookkeeping: the caller draws and sends.
 */
export class TerminalStream {
  #received: number | null = null;
  #drawn = 0;
  #acknowledged = 0;
  #isStale = false;

  /** What `terminal.open` says: the offset up to which the output is here. */
  get after(): number | null {
    return this.#isStale ? null : this.#received;
  }

  /** Rule 12. True when the screen must be cleared, because what follows does not continue it. */
  open(from: number): boolean {
    const mustClear = this.#isStale || (this.#received !== null && this.#received !== from);
    this.#isStale = false;
    this.#received = from;
    if (mustClear) this.#drawn = from;
    // A new socket knows of no earlier acknowledgement, and counts from here.
    this.#acknowledged = from;
    return mustClear;
  }

  /** `undefined` for a frame that leaves a gap: the stream can't go on over this socket. Seen bytes are cut off. */
  receive(offset: number, bytes: Uint8Array): FreshOutput | undefined {
    if (this.#received === null || offset > this.#received) return undefined;
    const fresh = bytes.subarray(Math.min(bytes.length, this.#received - offset));
    this.#received += fresh.length;
    return { bytes: fresh, end: this.#received };
  }

  /** Output up to `end` is on the screen. Returns the offset to acknowledge at once, if it is time. */
  draw(end: number): number | undefined {
    this.#drawn = Math.max(this.#drawn, end);
    return this.#drawn - this.#acknowledged >= ACK_AFTER_BYTES ? this.settle() : undefined;
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
