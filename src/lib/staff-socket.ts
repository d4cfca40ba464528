import {
  type ClientMessage,
  PROTOCOL_VERSION,
  type ServerMessage,
  serverMessageSchema,
} from '../shared/protocol/index.ts';
import { describeClose } from './close-text.ts';
import { Heartbeat } from './heartbeat.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

/** The server answers from memory. One that takes longer hangs. */
const WELCOME_TIMEOUT_MS = 15_000;

/** A connection that lasted so long was not a failed attempt. */
const LASTING_MS = 5_000;

export interface StaffSocketEvents {
  /** The server has said welcome, for the first time or again: what is to be heard is asked for here. */
  readonly onWelcome: () => void;
  readonly onMessage: (message: ServerMessage) => void;
  /** The connection is lost, and comes back by itself. */
  readonly onLost: () => void;
  /** It does not come back by itself. */
  readonly onFailed: (message: string) => void;
}

/** The one WebSocket of a page that starts no sandbox (SPEC.md, rule 3). It comes back by itself. */
export class StaffSocket {
  readonly #events: StaffSocketEvents;
  readonly #heartbeat: Heartbeat;
  #socket: WebSocket | undefined;
  #isWelcome = false;
  #sinceMs = 0;
  #failures = 0;
  #pings = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = true;

  constructor(events: StaffSocketEvents) {
    this.#events = events;
    this.#heartbeat = new Heartbeat({
      ask: () => this.send({ type: 'ping', id: this.#pings++ }),
      onLost: () => this.#lose(0),
    });
  }

  start(): void {
    if (!this.#isOver) return;
    this.#isOver = false;
    this.#connect();
  }

  /** The page is looked at again, or the network has changed. */
  wake(): void {
    if (this.#isOver) return;
    if (this.#isWelcome) this.#heartbeat.wake();
    else if (!this.#socket) this.#lose(0);
  }

  stop(): void {
    this.#isOver = true;
    this.#leave();
  }

  /** Sends where the server has said welcome. */
  send(message: ClientMessage): void {
    if (this.#isWelcome) this.#socket?.send(JSON.stringify(message));
  }

  #connect(): void {
    const url = new URL('/ws', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#loseLater(), WELCOME_TIMEOUT_MS);
    const isCurrent = () => this.#socket === socket;
    socket.addEventListener('open', () => {
      if (isCurrent()) socket.send(JSON.stringify({ type: 'hello', version: PROTOCOL_VERSION, wants: 'nothing' }));
    });
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isCurrent() && typeof data === 'string') this.#receive(data);
    });
    socket.addEventListener('close', ({ code }) => {
      if (!isCurrent()) return;
      const text = describeClose(code);
      if (!text) return this.#loseLater();
      this.stop();
      this.#events.onFailed(text.message);
    });
  }

  #receive(data: string): void {
    this.#heartbeat.heard();
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch {
      return;
    }
    const message = serverMessageSchema.safeParse(json);
    // A message that this page does not know is a newer server's.
    if (!message.success) return;
    if (message.data.type === 'welcome') {
      clearTimeout(this.#timer);
      this.#isWelcome = true;
      this.#sinceMs = Date.now();
      this.#heartbeat.start();
      this.#events.onWelcome();
    } else this.#events.onMessage(message.data);
  }

  #loseLater(): void {
    this.#lose(reconnectDelayMs(this.#failures, Math.random()));
    this.#failures += 1;
  }

  #lose(delayMs: number): void {
    if (this.#isWelcome && Date.now() - this.#sinceMs >= LASTING_MS) this.#failures = 0;
    this.#leave();
    this.#timer = setTimeout(() => this.#connect(), delayMs);
    this.#events.onLost();
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = undefined;
    this.#isWelcome = false;
    socket?.close();
  }
}
