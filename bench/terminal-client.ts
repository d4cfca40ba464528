import { WebSocket } from 'ws';
import { FIRST_TERMINAL } from '../src/shared/ids.ts';
import {
  ACK_EVERY_BYTES,
  type ClientMessage,
  decodeOutputFrame,
  encodeInputFrame,
  PROTOCOL_VERSION,
  type ServerMessage,
  serverMessageSchema,
} from '../src/shared/protocol/index.ts';
import { ShellOutput } from './shell-output.ts';
import type { TypedShell } from './typed-shell.ts';

/** The half of it, as pages do. */
const ACK_AFTER_BYTES = ACK_EVERY_BYTES / 2;

export interface TerminalClientOptions {
  readonly url: string;
  readonly cookie: string;
  readonly terminal?: string;
  /** One that does not is a page that draws nothing. */
  readonly acknowledges?: boolean;
  /** Bytes that the server may be ahead of its acknowledgements. */
  readonly window?: number;
}

/** One terminal over one socket, as a page has it but drawing nothing. A gap or an overlap in the offsets fails its output. */
export class TerminalClient implements TypedShell {
  readonly output = new ShellOutput();
  /** Hears every byte. */
  onOutput: ((bytes: Uint8Array) => void) | undefined;
  readonly #socket: WebSocket;
  readonly #options: TerminalClientOptions;
  #channel = 0;
  #opened: { readonly from: number; readonly live: number } | undefined;
  #end = 0;
  #acknowledged = 0;

  private constructor(socket: WebSocket, options: TerminalClientOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#draw(data);
      else this.#handle(serverMessageSchema.parse(JSON.parse(data.toString())));
    });
    socket.on('close', (code) => this.output.fail(new Error(`The server closed the socket with ${code}.`)));
    socket.on('error', (cause) => this.output.fail(new Error('The socket broke.', { cause })));
  }

  /** Resolves when the server has opened the terminal. */
  static async open(options: TerminalClientOptions): Promise<TerminalClient> {
    const { url, cookie, window } = options;
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin: url } });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const client = new TerminalClient(socket, options);
    client.#send({ type: 'hello', version: PROTOCOL_VERSION });
    const size = { cols: 80, rows: 24 };
    client.#send({ type: 'terminal.open', terminal: client.#name, ...size, after: null, window });
    await client.output.until(() => client.#opened !== undefined, 'the terminal');
    return client;
  }

  /** Where the terminal's output stood when it was opened, and where what was replayed began. */
  get opened(): { readonly from: number; readonly live: number } {
    if (!this.#opened) throw new Error('The terminal has not been opened.');
    return this.#opened;
  }

  get #name(): string {
    return this.#options.terminal ?? FIRST_TERMINAL;
  }

  readonly type = (text: string): void => {
    this.#socket.send(encodeInputFrame({ channel: this.#channel, bytes: Buffer.from(text) }));
  };

  /** Reads its socket no further: what the server sends stays in the kernel, then in the server. */
  freeze(): void {
    this.#socket.pause();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate();
  }

  #draw(data: Buffer): void {
    const frame = decodeOutputFrame(data);
    if (!frame || frame.offset !== this.#end) {
      return this.output.fail(new Error(`Output of offset ${frame?.offset} came where ${this.#end} was due.`));
    }
    this.#end += frame.bytes.length;
    if (this.#options.acknowledges !== false && this.#end - this.#acknowledged >= ACK_AFTER_BYTES) {
      this.#acknowledged = this.#end;
      this.#send({ type: 'terminal.ack', terminal: this.#name, offset: this.#end });
    }
    this.onOutput?.(frame.bytes);
    this.output.feed(frame.bytes);
  }

  #handle(message: ServerMessage): void {
    if (message.type === 'error') this.output.fail(new Error(message.message));
    if (message.type === 'terminal.closed') this.output.fail(new Error('The shell ended.'));
    if (message.type !== 'terminal.opened') return;
    this.#channel = message.channel;
    this.#opened = { from: message.from, live: message.live };
    this.#end = message.from;
    this.#acknowledged = message.from;
    this.output.feed(new Uint8Array());
  }

  #send(message: ClientMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
