/** HOLDER.md, rule 1: the longest payload, in bytes. */
export const MAX_HOLDER_PAYLOAD_BYTES = 64 * 1024;

export const HOLDER_VERSION = 1;

export const HOLDER_HEADER_BYTES = 6;
const NOTHING: Buffer = Buffer.alloc(0);

/** What one side sends, before its payload is read. `type` is a letter, `terminal` one byte. */
export interface HolderFrame {
  readonly type: string;
  readonly terminal: number;
  readonly payload: Buffer;
}

/** The other side does not speak the protocol: the stream ends. */
export class HolderProtocolError extends Error {
  override readonly name = 'HolderProtocolError';
}

export function encodeHolderFrame(type: string, terminal: number, ...payload: readonly Uint8Array[]): Buffer {
  const length = payload.reduce((sum, part) => sum + part.length, 0);
  if (length > MAX_HOLDER_PAYLOAD_BYTES) throw new RangeError(`A payload of ${length} bytes is too long.`);
  const header = Buffer.alloc(HOLDER_HEADER_BYTES);
  header.write(type, 'latin1');
  header.writeUInt8(terminal, 1);
  header.writeUInt32BE(length, 2);
  return Buffer.concat([header, ...payload]);
}

/** What a frame begins with; all of its bytes must be there. Throws `HolderProtocolError`. */
export function readHolderHeader(bytes: Buffer, at: number): { type: string; terminal: number; length: number } {
  const type = String.fromCharCode(bytes.readUInt8(at));
  const length = bytes.readUInt32BE(at + 2);
  if (!/^[a-z]$/i.test(type)) throw new HolderProtocolError(`A frame has the type ${JSON.stringify(type)}.`);
  if (length > MAX_HOLDER_PAYLOAD_BYTES) throw new HolderProtocolError(`A frame of ${length} bytes is too long.`);
  return { type, terminal: bytes.readUInt8(at + 1), length };
}

/** Cuts a stream that comes in pieces into frames. */
export class HolderFrames {
  #held: Buffer = NOTHING;

  /** The frames that are whole now. Throws `HolderProtocolError`. */
  feed(bytes: Buffer): readonly HolderFrame[] {
    const all = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes;
    const frames: HolderFrame[] = [];
    let at = 0;
    while (all.length - at >= HOLDER_HEADER_BYTES) {
      const { type, terminal, length } = readHolderHeader(all, at);
      const end = at + HOLDER_HEADER_BYTES + length;
      if (end > all.length) break;
      frames.push({ type, terminal, payload: all.subarray(at + HOLDER_HEADER_BYTES, end) });
      at = end;
    }
    this.#held = at < all.length ? all.subarray(at) : NOTHING;
    return frames;
  }
}
