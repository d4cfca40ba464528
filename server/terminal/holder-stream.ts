import { HOLDER_HEADER_BYTES, readHolderHeader } from './holder-frames.ts';
import { decodeFromHolder, type FromHolder } from './holder-messages.ts';

/** A frame of output up to its first byte of output. */
const DATA_HEAD_BYTES = HOLDER_HEADER_BYTES + 8;

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * What a holder says, from a stream that is cut anywhere. Output comes out in parts as they arrive, each with its own offset: in a flood it is nearly all that comes, and would be put together only to
 * be taken apart again.
 */
export class HolderStream {
  #held: Buffer = NOTHING;
  /** Output of which more is to come. */
  #data: { readonly terminal: number; offset: number; left: number } | undefined;

  /** Throws `HolderProtocolError`. */
  *feed(bytes: Buffer): Generator<FromHolder> {
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes;
    this.#held = NOTHING;
    while (rest.length > 0) {
      if (this.#data) {
        const { terminal, offset, left } = this.#data;
        const part = rest.subarray(0, left);
        this.#data =
          part.length < left ? { terminal, offset: offset + part.length, left: left - part.length } : undefined;
        rest = rest.subarray(part.length);
        yield { type: 'data', terminal, offset, bytes: part };
        continue;
      }
      if (rest.length < HOLDER_HEADER_BYTES) break;
      const { type, terminal, length } = readHolderHeader(rest, 0);
      const end = HOLDER_HEADER_BYTES + length;
      if (type === 'd' && end > DATA_HEAD_BYTES && rest.length >= DATA_HEAD_BYTES) {
        const offset = Number(rest.readBigUInt64BE(HOLDER_HEADER_BYTES));
        this.#data = { terminal, offset, left: end - DATA_HEAD_BYTES };
        rest = rest.subarray(DATA_HEAD_BYTES);
        continue;
      }
      if (rest.length < end) break;
      yield decodeFromHolder({ type, terminal, payload: rest.subarray(HOLDER_HEADER_BYTES, end) });
      rest = rest.subarray(end);
    }
    this.#held = rest;
  }
}
