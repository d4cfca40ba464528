import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** What dtach writes first to a client that it has attached. What was on its screen is drawn from the scrollback. */
const CLEAR_SCREEN = Buffer.from('\x1b[H\x1b[J');

/** dtach's last words to a client whose shell has ended: it moves to the last line, says so, and shows the cursor. */
const LAST_WORDS = Buffer.from('\x1b[999H\r\n[EOF - dtach terminating]\r\n');

/** Fewer bytes of them are too common to be kept waiting for the rest. */
const LEAST_OF_LAST_WORDS = '\x1b[999H'.length;

const NOTHING: Buffer = Buffer.alloc(0);

/** How many of the last bytes are a beginning of dtach's last words. */
function beginningAtEnd(bytes: Buffer): number {
  for (let length = Math.min(bytes.length, LAST_WORDS.length); length >= LEAST_OF_LAST_WORDS; length -= 1) {
    if (bytes.subarray(-length).equals(LAST_WORDS.subarray(0, length))) return length;
  }
  return 0;
}

/** Takes dtach's last words out of a stream that is cut anywhere. */
export class DtachOutput {
  #held: Buffer = NOTHING;
  #hasEnded = false;

  /** What the shell wrote, of the stream's next bytes and of those held back before. */
  shown(next: Buffer): Buffer {
    if (this.#hasEnded) return NOTHING;
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, next]) : next;
    this.#held = NOTHING;
    const lastWords = bytes.indexOf(LAST_WORDS);
    if (lastWords >= 0) {
      this.#hasEnded = true;
      return bytes.subarray(0, lastWords);
    }
    const length = beginningAtEnd(bytes);
    if (length === 0) return bytes;
    this.#held = bytes.subarray(-length);
    return bytes.subarray(0, -length);
  }
}

/** Resolves once dtach has attached, with the stream at the shell's first byte. What is typed before would be echoed twice. */
export async function untilAttached(stream: Readable, signal: AbortSignal): Promise<void> {
  let seen: Buffer = NOTHING;
  for (;;) {
    for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) {
      seen = Buffer.concat([seen, chunk]);
      const cleared = seen.indexOf(CLEAR_SCREEN);
      if (cleared < 0) continue;
      stream.unshift(seen.subarray(cleared + CLEAR_SCREEN.length));
      return;
    }
    if (stream.readableEnded || stream.destroyed) throw new Error(`dtach did not attach: ${seen.toString().trim()}`);
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    await Promise.race([
      once(stream, 'readable', { signal: either }),
      once(stream, 'close', { signal: either }),
    ]).finally(() => ended.abort());
  }
}
