import { WebSocket } from 'ws';
import {
  type ClientMessage,
  decodeOutputFrame,
  encodeInputFrame,
  PROTOCOL_VERSION,
  type ServerMessage,
  serverMessageSchema,
} from '../src/shared/protocol/index.ts';
import { capacitySchema, type SandboxState } from '../src/shared/views.ts';

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

/** The cookie of a Drydock's first instructor. */
export async function instructorOf({
  url,
  inviteUrl,
}: {
  url: string;
  inviteUrl: string | undefined;
}): Promise<string> {
  const invite = inviteUrl?.split('#')[1] ?? '';
  const response = await fetch(`${url}/api/account`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', email: 'ada@example.org', password: 'heron anchor violet', invite }),
  });
  if (!response.ok) throw new Error(`The invitation was answered with ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((set) => set.split(';', 1)[0])
    .join('; ');
}

/** How many sandboxes wait for nobody. */
export async function warmSandboxes(url: string, instructor: string): Promise<number> {
  const response = await fetch(`${url}/api/capacity`, { headers: { cookie: instructor } });
  return capacitySchema.parse(await response.json()).warm;
}

/** Speaks the wire protocol as a page does, without a page. */
export class PageClient implements Disposable {
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  readonly messages: ServerMessage[] = [];
  output = '';
  #failure: Error | undefined;
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
        if (message.type === 'error') this.#fail(message.message);
        this.messages.push(message);
      }
      for (const look of this.#waiting) look();
    });
    socket.on('close', (code) => this.#fail(`The server closed the socket with ${code}.`));
  }

  static async connect(url: string, cookie: string): Promise<PageClient> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin: url } });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const client = new PageClient(socket);
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

  /** How the server says that the sandbox stands. */
  get sandboxState(): SandboxState['state'] | undefined {
    return this.messages.findLast((message) => message.type === 'sandbox')?.sandbox.state;
  }

  /** Resolves as soon as the condition holds, looked at after every message. Rejects with what the server refused, and when it hangs up. */
  until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return Promise.resolve();
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        finish();
      };
      const look = () => {
        if (holds()) end(resolve);
        else if (this.#failure) end(() => reject(this.#failure));
      };
      const timer = setTimeout(
        () => end(() => reject(new Error(`Waited in vain for ${what}; the output ends: ${this.output.slice(-500)}`))),
        WAIT_TIMEOUT_MS,
      );
      this.#waiting.add(look);
    });
  }

  /** A shell that has not said anything yet will say its prompt. */
  untilPrompt(): Promise<void> {
    return this.until(() => PROMPT.test(this.output), 'the prompt');
  }

  /** Runs a command in the shell, waits for the prompt after it, and resolves with all that was shown. */
  async run(command: string): Promise<string> {
    this.output = '';
    this.type(`${command}\r`);
    await this.until(() => this.output.includes('\n') && PROMPT.test(this.output), `the prompt after ${command}`);
    return this.output;
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }

  #fail(reason: string): void {
    this.#failure ??= new Error(reason);
    for (const look of this.#waiting) look();
  }
}
