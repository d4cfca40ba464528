import { slugSchema } from '../../src/shared/ids.ts';
import { encodeHolderFrame, HOLDER_VERSION, type HolderFrame, HolderProtocolError } from './holder-frames.ts';

/** What a client asks of a holder. Offsets and windows in bytes. HOLDER.md says what each means. */
export type ToHolder =
  | {
      readonly type: 'open';
      readonly terminal: number;
      readonly cols: number;
      readonly rows: number;
      readonly offset: number;
      readonly windowBytes: number;
      readonly name: string;
    }
  | { readonly type: 'input'; readonly terminal: number; readonly bytes: Uint8Array }
  | { readonly type: 'prompt-input'; readonly terminal: number; readonly bytes: Uint8Array }
  | { readonly type: 'size'; readonly terminal: number; readonly cols: number; readonly rows: number }
  | { readonly type: 'limit'; readonly terminal: number; readonly offset: number; readonly stored: number }
  | { readonly type: 'end'; readonly terminal: number };

/** What a holder tells its client. */
export type FromHolder =
  | { readonly type: 'hello'; readonly version: number; readonly names: readonly string[] }
  | { readonly type: 'opened'; readonly terminal: number; readonly offset: number; readonly end: number }
  | { readonly type: 'data'; readonly terminal: number; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'prompt-answer'; readonly terminal: number; readonly isTyped: boolean }
  | { readonly type: 'exited'; readonly terminal: number; readonly status: number }
  | { readonly type: 'failed'; readonly terminal: number; readonly reason: string };

function number(value: number, bytes: 2 | 4 | 8): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigUInt64BE(BigInt(value));
  else buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

export function encodeToHolder(message: ToHolder): Buffer {
  const { terminal } = message;
  switch (message.type) {
    case 'open': {
      const { cols, rows, offset, windowBytes, name } = message;
      const size = [number(cols, 2), number(rows, 2)];
      return encodeHolderFrame('o', terminal, ...size, number(offset, 8), number(windowBytes, 4), Buffer.from(name));
    }
    case 'input':
      return encodeHolderFrame('i', terminal, message.bytes);
    case 'prompt-input':
      return encodeHolderFrame('p', terminal, message.bytes);
    case 'size':
      return encodeHolderFrame('s', terminal, number(message.cols, 2), number(message.rows, 2));
    case 'limit':
      return encodeHolderFrame('l', terminal, number(message.offset, 8), number(message.stored, 8));
    case 'end':
      return encodeHolderFrame('e', terminal);
  }
}

export function encodeFromHolder(message: FromHolder): Buffer {
  switch (message.type) {
    case 'hello':
      return encodeHolderFrame(
        'h',
        0,
        Buffer.of(message.version),
        Buffer.from(message.names.map((name) => `${name}\0`).join('')),
      );
    case 'opened':
      return encodeHolderFrame('o', message.terminal, number(message.offset, 8), number(message.end, 8));
    case 'data':
      return encodeHolderFrame('d', message.terminal, number(message.offset, 8), message.bytes);
    case 'prompt-answer':
      return encodeHolderFrame('p', message.terminal, Buffer.of(message.isTyped ? 1 : 0));
    case 'exited':
      return encodeHolderFrame('x', message.terminal, Buffer.of(message.status));
    case 'failed':
      return encodeHolderFrame('f', message.terminal, Buffer.from(message.reason));
  }
}

function offsetAt(payload: Buffer, at: number): number {
  const offset = payload.readBigUInt64BE(at);
  if (offset > Number.MAX_SAFE_INTEGER) throw new HolderProtocolError(`The offset ${offset} is too large.`);
  return Number(offset);
}

function expectLength({ type, payload }: HolderFrame, least: number, most = least): void {
  if (payload.length >= least && payload.length <= most) return;
  throw new HolderProtocolError(`A frame of the type ${type} has ${payload.length} bytes.`);
}

/** Throws `HolderProtocolError` for what no client says. */
export function decodeToHolder(frame: HolderFrame): ToHolder {
  const { type, terminal, payload } = frame;
  switch (type) {
    case 'o': {
      expectLength(frame, 17, 56);
      const name = payload.toString('latin1', 16);
      if (!slugSchema.safeParse(name).success) throw new HolderProtocolError('A name is no slug.');
      return {
        type: 'open',
        terminal,
        cols: payload.readUInt16BE(0),
        rows: payload.readUInt16BE(2),
        offset: offsetAt(payload, 4),
        windowBytes: payload.readUInt32BE(12),
        name,
      };
    }
    case 'i':
      return { type: 'input', terminal, bytes: payload };
    case 'p':
      return { type: 'prompt-input', terminal, bytes: payload };
    case 's':
      expectLength(frame, 4);
      return { type: 'size', terminal, cols: payload.readUInt16BE(0), rows: payload.readUInt16BE(2) };
    case 'l':
      expectLength(frame, 16);
      return { type: 'limit', terminal, offset: offsetAt(payload, 0), stored: offsetAt(payload, 8) };
    case 'e':
      expectLength(frame, 0);
      return { type: 'end', terminal };
    default:
      throw new HolderProtocolError(`No client sends the type ${type}.`);
  }
}

/** Throws `HolderProtocolError` for what no holder says. */
export function decodeFromHolder(frame: HolderFrame): FromHolder {
  const { type, terminal, payload } = frame;
  switch (type) {
    case 'h': {
      expectLength(frame, 1, payload.length);
      const names = payload.toString('latin1', 1).split('\0');
      if (names.pop() !== '' || !names.every((name) => slugSchema.safeParse(name).success)) {
        throw new HolderProtocolError('The names in a hello are torn.');
      }
      return { type: 'hello', version: payload.readUInt8(0), names };
    }
    case 'o':
      expectLength(frame, 16);
      return { type: 'opened', terminal, offset: offsetAt(payload, 0), end: offsetAt(payload, 8) };
    case 'd':
      expectLength(frame, 9, payload.length);
      return { type: 'data', terminal, offset: offsetAt(payload, 0), bytes: payload.subarray(8) };
    case 'p':
      expectLength(frame, 1);
      return { type: 'prompt-answer', terminal, isTyped: payload.readUInt8(0) === 1 };
    case 'x':
      expectLength(frame, 1);
      return { type: 'exited', terminal, status: payload.readUInt8(0) };
    case 'f':
      return { type: 'failed', terminal, reason: payload.toString() };
    default:
      throw new HolderProtocolError(`No holder sends the type ${type}.`);
  }
}

export const helloOf = (names: readonly string[]): FromHolder => ({ type: 'hello', version: HOLDER_VERSION, names });
