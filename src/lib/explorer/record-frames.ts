import { MAX_RECORD_BYTES, MAX_RECORDS } from '../../shared/explorer-views.ts';

const HEADER_LINE = /^(\d{1,12}) ([0-9a-f]{64})$/;
const NEWLINE = 10;
const MAX_HEADER_BYTES = MAX_RECORDS * 80;

export interface RecordPart {
  readonly chain: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Cuts an answer with layers' records apart, as it comes: src/shared/explorer-views.ts has its form. Throws where it is none. */
export class RecordFrames {
  readonly #onRecord: (part: RecordPart) => void;
  #head: number[] = [];
  #waiting: { chain: string; bytes: Uint8Array<ArrayBuffer>; filled: number }[] | undefined;

  constructor(onRecord: (part: RecordPart) => void) {
    this.#onRecord = onRecord;
  }

  feed(chunk: Uint8Array): void {
    let at = 0;
    while (this.#waiting === undefined && at < chunk.length) this.#readHead(chunk[at++] ?? 0);
    while (this.#waiting && at < chunk.length) {
      const [next] = this.#waiting;
      if (!next) throw new Error('More came than was announced.');
      const taken = chunk.subarray(at, at + next.bytes.length - next.filled);
      next.bytes.set(taken, next.filled);
      next.filled += taken.length;
      at += taken.length;
      this.#finishFull();
    }
  }

  end(): void {
    if (this.#waiting?.length !== 0) throw new Error('The answer breaks off.');
  }

  #readHead(byte: number): void {
    this.#head.push(byte);
    if (this.#head.length > MAX_HEADER_BYTES) throw new Error('The answer does not say what it has.');
    if (byte !== NEWLINE || (this.#head.length > 1 && this.#head.at(-2) !== NEWLINE)) return;
    const lines = String.fromCharCode(...this.#head)
      .split('\n')
      .filter(Boolean);
    let total = 0;
    this.#waiting = lines.map((line) => {
      const [, size, chain] = HEADER_LINE.exec(line) ?? [];
      if (size === undefined || chain === undefined) throw new Error('The answer names something else than layers.');
      total += Number(size);
      if (total > MAX_RECORD_BYTES) throw new Error('The answer is larger than it may be.');
      return { chain, bytes: new Uint8Array(Number(size)), filled: 0 };
    });
    this.#finishFull();
  }

  #finishFull(): void {
    for (let [next] = this.#waiting ?? []; next && next.filled === next.bytes.length; [next] = this.#waiting ?? []) {
      this.#waiting?.shift();
      this.#onRecord({ chain: next.chain, bytes: next.bytes });
    }
  }
}
