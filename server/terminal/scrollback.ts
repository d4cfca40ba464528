import { ScreenModes } from './screen-modes.ts';

const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** What takes all that stood there off a screen: erase in display, all or with what is scrolled away; full reset; the other screen. */
const wipes = /\x1b(?:\[[23]J|c|\[\?(?:47|1047|1049)[hl])/g;
const MAX_WIPE_LENGTH = 8;

/** Output comes in pieces of one byte and of many; blocks of one size keep what that costs in memory in bounds. */
const BLOCK_BYTES = 32 * 1024;

/** Output that was kept: the offset of its first byte, and the sequences that set the modes that the screen has there. */
export interface KeptOutput {
  readonly start: number;
  readonly modes: string;
  readonly bytes: Uint8Array;
}

/**
 * The last bytes that a shell wrote, each known by its offset since the shell's terminal began. Up to one block more than the capacity is held. What was read stays as it
 * was: blocks are only added to.
 */
export class Scrollback {
  readonly #capacityBytes: number;
  /** All of them full but the last. */
  readonly #blocks: Buffer[] = [];
  /** Those at the start. */
  #modes: ScreenModes;
  #start: number;
  #end: number;

  constructor(capacityBytes: number, kept: KeptOutput = { start: 0, modes: '', bytes: new Uint8Array() }) {
    this.#capacityBytes = capacityBytes;
    this.#modes = new ScreenModes(kept.modes);
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
    for (let taken = 0; taken < bytes.length; ) {
      const used = (this.#end - this.#start) % BLOCK_BYTES;
      if (used === 0) this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK_BYTES));
      const part = bytes.subarray(taken, taken + BLOCK_BYTES - used);
      this.#blocks.at(-1)?.set(part, used);
      taken += part.length;
      this.#end += part.length;
    }
    while (this.#end - this.#start - BLOCK_BYTES >= this.#capacityBytes) {
      const dropped = this.#blocks.shift();
      if (dropped) this.#modes.feed(dropped);
      this.#start += BLOCK_BYTES;
    }
  }

  /** Starts anew from an offset: what was kept does not lead up to it. */
  restart(offset: number): void {
    this.#blocks.length = 0;
    this.#modes = new ScreenModes();
    this.#start = offset;
    this.#end = offset;
  }

  /** Bytes from an offset on, at most so many, and at least one where there is one; never copied. */
  read(from: number, maxBytes: number): Buffer {
    if (from < this.#start || from > this.#end) {
      throw new RangeError(`Offset ${from} is outside ${this.#start}..${this.#end}.`);
    }
    const at = from - this.#start;
    const block = this.#blocks[Math.floor(at / BLOCK_BYTES)];
    const begin = at % BLOCK_BYTES;
    return block?.subarray(begin, Math.min(BLOCK_BYTES, begin + maxBytes, begin + this.#end - from)) ?? NOTHING;
  }

  /** All bytes between two offsets, in order. */
  *parts(from: number, to: number): Generator<Uint8Array> {
    for (let at = from; at < to; ) {
      const part = this.read(at, to - at);
      yield part;
      at += part.length;
    }
  }

  /** The screen's modes where an offset is reached: what to begin with there. */
  modesAt(offset: number): ScreenModes {
    const modes = new ScreenModes(this.#modes.sequences);
    for (const part of this.parts(this.#start, offset)) modes.feed(part);
    return modes;
  }

  /** Where a reader that has nothing begins: so many lines before the end, or at the oldest line that is whole, so that no escape sequence is cut in two. */
  beginOfLastLines(lines: number): number {
    let missing = lines;
    let offset = this.#end;
    let oldest = this.#start;
    for (let index = this.#blocks.length - 1; index >= 0; index -= 1) {
      const begin = this.#start + index * BLOCK_BYTES;
      const block = this.#blocks[index]?.subarray(0, offset - begin) ?? NOTHING;
      for (let at = block.lastIndexOf(NEWLINE); at >= 0; at = at > 0 ? block.lastIndexOf(NEWLINE, at - 1) : -1) {
        if (missing === 0) return begin + at + 1;
        missing -= 1;
        oldest = begin + at + 1;
      }
      offset = begin;
    }
    return this.#start === 0 ? 0 : oldest;
  }

  /**
   * Where a reader begins who is to see what is on a screen of so many rows, and nothing that was wiped off it before. A program that has the screen to itself begins
   * where it took it.
   */
  beginOfScreen(rows: number): number {
    const from = this.beginOfLastLines(rows);
    let wiped = from;
    let carried = '';
    let at = from;
    for (const part of this.parts(from, this.#end)) {
      const text = carried + Buffer.from(part.buffer, part.byteOffset, part.length).toString('latin1');
      const begin = at - carried.length;
      for (const match of text.matchAll(wipes)) wiped = begin + match.index + match[0].length;
      at += part.length;
      carried = text.slice(-MAX_WIPE_LENGTH);
    }
    return wiped;
  }
}
