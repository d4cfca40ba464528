import { WebSocket } from 'ws';
import {
  type ClientMessage,
  decodeOutputFrame,
  encodeInputFrame,
  PROTOCOL_VERSION,
  type ServerMessage,
  serverMessageSchema,
} from '../src/shared/protocol/index.ts';

/** Longer than anything that is measured here should take. */
const WAIT_TIMEOUT_MS = 30_000;

/** What ends the sandbox's prompt. */
export const PROMPT = /\$ (?:\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07)*$/;

/** A new learner's cookie. */
export async function newLearner(url: string): Promise<string> {
  const response = await fetch(`${url}/api/me`);
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (!cookie) throw new Error('The server gave no cookie.');
  return cookie;
}

/** Speaks the wire protocol as a page does, without a page. */
export class PageClient implements Disposable {
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  readonly messages: ServerMessage[] = [];
  output = '';
  #end = 0;
  #channel = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        const frame = decodeOutputFrame(data);
        if (!frame) throw new Error('A frame was too short.');
        this.output += Buffer.from(frame.bytes).toString();
        this.#end = frame.offset + frame.bytes.length;
        this.send({ type: 'terminal.ack', terminal: 'main', offset: this.#end });
      } else {
        const message = serverMessageSchema.parse(JSON.parse(data.toString()));
        if (message.type === 'terminal.opened') this.#channel = message.channel;
        this.messages.push(message);
      }
      for (const look of this.#waiting) look();
    });
  }

  static async connect(url: string, cookie: string): Promise<PageClient> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin: url } });
    const client = new PageClient(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    client.send({ type: 'hello', version: PROTOCOL_VERSION });
    return client;
  }

  send(message: ClientMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  type(text: string): void {
    this.#socket.send(encodeInputFrame({ channel: this.#channel, bytes: Buffer.from(text) }));
  }

  openTerminal(): void {
    this.send({ type: 'terminal.open', terminal: 'main', cols: 80, rows: 24, after: null });
  }

  /** Resolves as soon as the condition holds, looked at after every message. */
  until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        finish();
      };
      const look = () => holds() && end(resolve);
      const timer = setTimeout(
        () => end(() => reject(new Error(`Waited in vain for ${what}; the output ends: ${this.output.slice(-500)}`))),
        WAIT_TIMEOUT_MS,
      );
      this.#waiting.add(look);
    });
  }

  /** Runs a command in the shell and waits for the prompt after it. */
  async run(command: string): Promise<void> {
    this.output = '';
    this.type(`${command}\r`);
    await this.until(() => this.output.includes('\n') && PROMPT.test(this.output), `the prompt after ${command}`);
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }
}
