/** Rule 10: a server's frame is channel (1 byte), offset of the first byte (8 bytes, big-endian), output. */
const OUTPUT_HEADER_BYTES = 9;

export interface OutputFrame {
  readonly channel: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface InputFrame {
  readonly channel: number;
  readonly bytes: Uint8Array;
}

export function encodeOutputFrame({ channel, offset, bytes }: OutputFrame): Uint8Array {
  const frame = new Uint8Array(OUTPUT_HEADER_BYTES + bytes.length);
  frame[0] = channel;
  new DataView(frame.buffer).setBigUint64(1, BigInt(offset));
  frame.set(bytes, OUTPUT_HEADER_BYTES);
  return frame;
}

/** `undefined` for a frame that is too short to be one. */
export function decodeOutputFrame(frame: Uint8Array): OutputFrame | undefined {
  if (frame.length < OUTPUT_HEADER_BYTES) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  return {
    channel: view.getUint8(0),
    offset: Number(view.getBigUint64(1)),
    bytes: frame.subarray(OUTPUT_HEADER_BYTES),
  };
}

/** Rule 11: a client's frame is channel (1 byte), input. */
export function encodeInputFrame({ channel, bytes }: InputFrame): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(1 + bytes.length);
  frame[0] = channel;
  frame.set(bytes, 1);
  return frame;
}

/** `undefined` for an empty frame. */
export function decodeInputFrame(frame: Uint8Array): InputFrame | undefined {
  const channel = frame[0];
  return channel === undefined ? undefined : { channel, bytes: frame.subarray(1) };
}
