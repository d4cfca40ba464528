import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ServerMessage, serverMessageSchema } from '../../src/shared/protocol/index.ts';

const TEXT_OPCODE = 0x1;
const CLOSE_OPCODE = 0x8;

/** A client's frame, byte for byte. `first` is its first byte: flags and opcode. `claimed` is the length that it says it has. */
export function rawFrame(
  first: number,
  payload: Uint8Array,
  { claimed = payload.length, isMasked = true } = {},
): Buffer {
  const head = Buffer.alloc(claimed < 126 ? 2 : claimed < 65_536 ? 4 : 10);
  head[0] = first;
  head[1] = (isMasked ? 0x80 : 0) | (claimed < 126 ? claimed : claimed < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(claimed, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(claimed), 2);
  if (!isMasked) return Buffer.concat([head, payload]);
  const mask = randomBytes(4);
  return Buffer.concat([head, mask, payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}

interface ServerFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** The whole frames among what a server sent. Its frames are not masked, and ours does not cut messages in pieces. */
function* readFrames(received: Buffer): Generator<ServerFrame> {
  for (let at = 0; at + 2 <= received.length; ) {
    const short = (received[at + 1] ?? 0) & 0x7f;
    const start = at + (short === 127 ? 10 : short === 126 ? 4 : 2);
    if (start > received.length) return;
    const length =
      short === 127 ? Number(received.readBigUInt64BE(at + 2)) : short === 126 ? received.readUInt16BE(at + 2) : short;
    if (start + length > received.length) return;
    yield { opcode: (received[at] ?? 0) & 0x0f, payload: received.subarray(start, start + length) };
    at = start + length;
  }
}

/** A TCP connection that says whatever it is told to, well formed or not, and answers nothing by itself. */
export class RawClient implements Disposable {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  /** What became of it: the code of the server's close frame, or `undefined` where it ended the connection without one. */
  readonly closed: Promise<number | undefined>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    this.closed = new Promise((resolve) => {
      // What is written to an end that is closed already is of no interest.
      socket.on('error', () => {});
      for (const event of ['end', 'close']) socket.once(event, () => resolve(this.closeCode));
    });
  }

  static async connect(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Connects, and upgrades as a page of the platform with this cookie. */
  static async upgrade(url: string, cookie: string, headers: readonly string[] = []): Promise<RawClient> {
    const client = await RawClient.connect(url);
    client.write(
      [
        'GET /ws HTTP/1.1',
        `Host: ${new URL(url).host}`,
        `Origin: ${url}`,
        `Cookie: ${cookie}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        ...headers,
        '',
        '',
      ].join('\r\n'),
    );
    await client.until(() => client.answer.includes('\r\n\r\n'));
    return client;
  }

  /** What the server said to the upgrade, with its headers. */
  get answer(): string {
    const end = this.#received.indexOf('\r\n\r\n');
    return this.#received.subarray(0, end < 0 ? this.#received.length : end + 4).toString();
  }

  get #frames(): ServerFrame[] {
    return [...readFrames(this.#received.subarray(this.answer.length))];
  }

  /** All control messages that came. */
  get messages(): ServerMessage[] {
    const texts = this.#frames.filter(({ opcode }) => opcode === TEXT_OPCODE);
    return texts.map(({ payload }) => serverMessageSchema.parse(JSON.parse(payload.toString())));
  }

  /** Of the server's close frame; 1005 for one without a code, `undefined` without one. */
  get closeCode(): number | undefined {
    const close = this.#frames.find(({ opcode }) => opcode === CLOSE_OPCODE);
    return close && (close.payload.length < 2 ? 1005 : close.payload.readUInt16BE(0));
  }

  write(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Says that no more will come. */
  end(): void {
    this.#socket.end();
  }

  /** Resolves when the condition holds, looked at whenever something came; rejects when the connection ends before. */
  async until(holds: () => boolean): Promise<void> {
    const ended = this.closed.then(() => Promise.reject(new Error(`The connection ended: ${this.answer}`)));
    ended.catch(() => {});
    while (!holds()) await Promise.race([once(this.#socket, 'data'), ended]);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
