import {
  type ClientMessage,
  closeCodes,
  decodeOutputFrame,
  encodeInputFrame,
  HEARTBEAT_MS,
  PROTOCOL_VERSION,
  type ServerMessage,
  serverMessageSchema,
} from '../shared/protocol/index.ts';
import type { ExerciseState, Preview } from '../shared/views.ts';
import type { ConnectionStatus } from './page-state.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { splitInput } from './split-input.ts';
import { TerminalStream } from './terminal-stream.ts';

/** Rule 13: how long a terminal is quiet before the rest of its output is acknowledged. Longer than between two typed keys' echoes. */
const SETTLE_MS = 100;

/** The server answers before it brings the sandbox up; one that takes longer hangs. */
const WELCOME_TIMEOUT_MS = 15_000;

/** Rule 5. */
const PONG_TIMEOUT_MS = 10_000;

/** How long `terminal.run` may take to be answered: a new shell may have to come to its prompt first. */
const RUN_TIMEOUT_MS = 30_000;

const finalMessages: Readonly<Record<number, string>> = {
  [closeCodes.malformed]: 'This page and the server did not understand each other. Reload the page.',
  [closeCodes.unknownVersion]: 'This page is of another version than the server. Reload the page.',
  [closeCodes.tooLarge]: 'The server refused a message that was too long. Reload the page, and paste less at once.',
  [closeCodes.tooMany]: 'Drydock is open in eight windows already. Close one of them, then try again.',
  [closeCodes.tooFast]: 'This page asked for more than the server gives one page. Reload the page.',
  [closeCodes.idle]: 'Disconnected, because nothing was done here for hours. Your work is kept.',
};

export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** Output in order, each byte once. */
export interface ScreenOutput {
  readonly bytes: Uint8Array;
  /** It was written before this opening: what it asks of the terminal has long been answered (rule 15). */
  readonly isReplay: boolean;
}

/** Where a terminal's output goes. */
export interface TerminalScreen {
  /** `onDrawn` is called once the output has been drawn, in order. */
  write(output: ScreenOutput, onDrawn: () => void): void;
  /** Clears behind all that was written before. */
  clear(): void;
  /** The size that fits the page. */
  size(): TerminalSize;
  /** Another page has set the shell's size (rule 14): what follows is drawn in it. */
  adopt(size: TerminalSize): void;
  setState(state: 'open' | 'waiting' | 'exited' | 'lost'): void;
}

/** A lesson's command block, counted from 0. */
export interface CommandBlock {
  readonly lesson: string;
  readonly block: number;
}

/** What became of a command block: `unsent` where no shell is open to this page. */
export type RunOutcome = 'typed' | 'busy' | 'unsent';

/** A page's hold on one shell. */
export interface TerminalLink {
  type(text: string): void;
  /** What the terminal itself says to a program that asked it (rule 15). */
  answer(text: string): void;
  /** The page's size has changed. */
  resize(): void;
  /** Starts another shell, when this one has ended. */
  reopen(): void;
  /** Has a command block typed. Waits for a shell that is still being opened. */
  run(block: CommandBlock): Promise<RunOutcome>;
  /** Ends the shell. */
  end(): void;
  /** The page shows it no longer; the shell goes on. */
  close(): void;
}

export interface ConnectionEvents {
  /** The learner's shells that run (rule 16). */
  onTerminals(terminals: readonly string[]): void;
  onStatus(status: ConnectionStatus): void;
  onExercise(state: ExerciseState): void;
  onPreviews(previews: readonly Preview[]): void;
  onProblem(message: string): void;
}

export interface ConnectionOptions extends ConnectionEvents {
  /** Address of the WebSocket. */
  readonly url: string;
  /** Gets the cookie, without which the upgrade is refused (rule 1). */
  readonly introduce: () => Promise<void>;
  readonly random: () => number;
}

interface AskedRun {
  readonly block: CommandBlock;
  readonly answer: (outcome: RunOutcome) => void;
}

interface Terminal {
  readonly screen: TerminalScreen;
  readonly stream: TerminalStream;
  channel: number | undefined;
  ended: 'exited' | 'lost' | undefined;
  settling: ReturnType<typeof setTimeout> | undefined;
  /** Output before this offset is replayed. */
  live: number;
  /** The shell's, as far as it is known here. */
  size: TerminalSize | undefined;
  readonly runs: Set<AskedRun>;
}

/** The page's one WebSocket (SPEC.md): it comes back by itself, and takes its terminals and exercises up again. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #terminals = new Map<string, Terminal>();
  readonly #watched = new Set<string>();
  readonly #toRun = new Set<string>();
  #socket: WebSocket | undefined;
  #isWelcome = false;
  #introduction: Promise<void> | undefined;
  /** Connected, connecting, or about to try again. */
  #isActive = false;
  #isSuspended = false;
  #attempt = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #heartbeat: ReturnType<typeof setTimeout> | undefined;
  #pings = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Does what a later start would have to wait for, without connecting. */
  async prepare(): Promise<void> {
    await this.#introduce();
  }

  /** Connects where there is no connection yet. */
  start(): void {
    if (this.#isActive) return;
    this.#isActive = true;
    this.#failures = 0;
    this.#options.onStatus({ state: 'connecting' });
    void this.#connect();
  }

  /** Connects anew at once. */
  restart(): void {
    this.#drop();
    this.start();
  }

  /** Connects at once where the next attempt is being waited for. */
  hurry(): void {
    if (this.#retry !== undefined) this.restart();
  }

  /** The network is gone, though the socket may not know it yet. */
  loseNetwork(): void {
    if (this.#isActive) this.restart();
  }

  /** Closes the socket until `resume`. */
  suspend(): void {
    this.#isSuspended = this.#isActive;
    this.#drop();
  }

  resume(): void {
    if (this.#isSuspended) this.start();
    this.#isSuspended = false;
  }

  openTerminal(name: string, screen: TerminalScreen): TerminalLink {
    const terminal: Terminal = {
      screen,
      stream: new TerminalStream(),
      channel: undefined,
      ended: undefined,
      settling: undefined,
      live: 0,
      size: undefined,
      runs: new Set(),
    };
    this.#terminals.set(name, terminal);
    this.#open(name, terminal);
    return {
      type: (text) => {
        this.#claimSize(name, terminal);
        this.#type(terminal, text);
      },
      answer: (text) => {
        if (terminal.channel !== undefined) this.#send({ type: 'terminal.answer', terminal: name, text });
      },
      resize: () => this.#claimSize(name, terminal),
      run: (block) => this.#run(name, terminal, block),
      end: () => this.#send({ type: 'terminal.end', terminal: name }),
      close: () => {
        clearTimeout(terminal.settling);
        for (const { answer } of terminal.runs) answer('unsent');
        if (this.#terminals.get(name) === terminal) this.#terminals.delete(name);
      },
      reopen: () => {
        const { ended } = terminal;
        if (!ended) return;
        terminal.ended = undefined;
        screen.setState('waiting');
        // What was lost may be the whole sandbox: a new socket brings that back first.
        if (ended === 'lost') this.restart();
        else this.#open(name, terminal);
      },
    };
  }

  watch(exercise: string): void {
    this.#watched.add(exercise);
    this.#send({ type: 'exercise.watch', exercise });
  }

  run(exercise: string): void {
    if (this.#isWelcome) this.#send({ type: 'exercise.run', exercise });
    else this.#toRun.add(exercise);
  }

  #introduce(): Promise<void> {
    this.#introduction ??= this.#options.introduce().catch((error: unknown) => {
      this.#introduction = undefined;
      throw error;
    });
    return this.#introduction;
  }

  async #connect(): Promise<void> {
    this.#retry = undefined;
    const attempt = ++this.#attempt;
    try {
      await this.#introduce();
    } catch {
      if (attempt === this.#attempt) this.#retryLater();
      return;
    }
    if (attempt !== this.#attempt) return;
    this.#listen(new WebSocket(this.#options.url));
  }

  #listen(socket: WebSocket): void {
    this.#socket = socket;
    this.#deadline = setTimeout(() => socket.close(), WELCOME_TIMEOUT_MS);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.#sendNow({ type: 'hello', version: PROTOCOL_VERSION }));
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (this.#socket !== socket) return;
      this.#heard();
      if (typeof data === 'string') this.#receive(data);
      else this.#draw(new Uint8Array(data));
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket !== socket) return;
      // A server that never said welcome may not know the cookie any more.
      if (!this.#isWelcome) this.#introduction = undefined;
      this.#drop();
      const message = finalMessages[code];
      if (message === undefined) this.#retryLater();
      else this.#options.onStatus({ state: 'failed', message });
    });
  }

  #drop(): void {
    this.#isActive = false;
    this.#attempt += 1;
    clearTimeout(this.#retry);
    clearTimeout(this.#deadline);
    clearTimeout(this.#heartbeat);
    this.#retry = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    this.#isWelcome = false;
    socket?.close();
    for (const terminal of this.#terminals.values()) {
      terminal.channel = undefined;
      clearTimeout(terminal.settling);
      terminal.settling = undefined;
      // What was asked for may have been done or not; it is not done twice.
      for (const { answer } of terminal.runs) answer('unsent');
      if (!terminal.ended) terminal.screen.setState('waiting');
    }
  }

  /** Rule 5. A page that sleeps does not run its timers, so it asks as soon as it wakes, and connects anew if the network is gone. */
  #heard(): void {
    clearTimeout(this.#heartbeat);
    this.#heartbeat = setTimeout(() => {
      this.#send({ type: 'ping', id: this.#pings++ });
      this.#heartbeat = setTimeout(() => this.restart(), PONG_TIMEOUT_MS);
    }, HEARTBEAT_MS);
  }

  #retryLater(): void {
    this.#isActive = true;
    this.#options.onStatus({ state: 'reconnecting' });
    this.#retry = setTimeout(() => void this.#connect(), reconnectDelayMs(this.#failures, this.#options.random()));
    this.#failures += 1;
  }

  #receive(data: string): void {
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch {
      return;
    }
    const message = serverMessageSchema.safeParse(json);
    // A message that this page does not know is a newer server's, and means nothing to it.
    if (message.success) this.#handle(message.data);
  }

  #handle(message: ServerMessage): void {
    const { onStatus, onTerminals, onExercise, onPreviews, onProblem } = this.#options;
    switch (message.type) {
      case 'welcome':
        return this.#greeted();
      case 'pong':
        return;
      case 'sandbox':
        return onStatus(message.sandbox);
      case 'terminals':
        return onTerminals(message.terminals);
      case 'terminal.opened': {
        const terminal = this.#terminals.get(message.terminal);
        if (!terminal) return;
        terminal.channel = message.channel;
        terminal.ended = undefined;
        terminal.live = message.live;
        if (terminal.stream.open(message.from)) terminal.screen.clear();
        terminal.screen.setState('open');
        for (const { block } of terminal.runs)
          this.#send({ type: 'terminal.run', terminal: message.terminal, ...block });
        return;
      }
      case 'terminal.resized': {
        const terminal = this.#terminals.get(message.terminal);
        if (!terminal) return;
        terminal.size = { cols: message.cols, rows: message.rows };
        return terminal.screen.adopt(terminal.size);
      }
      case 'terminal.ran': {
        for (const { block, answer } of this.#terminals.get(message.terminal)?.runs ?? []) {
          if (block.lesson === message.lesson && block.block === message.block) answer(message.outcome);
        }
        return;
      }
      case 'terminal.closed':
        return this.#ended(this.#terminals.get(message.terminal), message.reason);
      case 'exercise.state':
        return onExercise({ exercise: message.exercise, tasks: message.tasks });
      case 'previews':
        return onPreviews(message.previews);
      case 'error':
        if (message.code === 'terminal-failed') {
          for (const terminal of this.#terminals.values()) {
            if (terminal.channel === undefined) this.#ended(terminal, 'lost');
          }
        }
        return onProblem(message.message);
    }
  }

  #greeted(): void {
    this.#isWelcome = true;
    this.#failures = 0;
    clearTimeout(this.#deadline);
    for (const [name, terminal] of this.#terminals) if (!terminal.ended) this.#open(name, terminal);
    for (const exercise of this.#watched) this.#sendNow({ type: 'exercise.watch', exercise });
    for (const exercise of this.#toRun) this.#sendNow({ type: 'exercise.run', exercise });
    this.#toRun.clear();
  }

  #ended(terminal: Terminal | undefined, reason: 'exited' | 'lost'): void {
    if (!terminal) return;
    terminal.channel = undefined;
    terminal.ended = reason;
    terminal.stream.end();
    for (const { answer } of terminal.runs) answer('unsent');
    terminal.screen.setState(reason);
  }

  #open(name: string, terminal: Terminal): void {
    terminal.size = terminal.screen.size();
    this.#send({ type: 'terminal.open', terminal: name, ...terminal.size, after: terminal.stream.after });
  }

  /** Rule 14. */
  #claimSize(name: string, terminal: Terminal): void {
    const { cols, rows } = terminal.screen.size();
    if (terminal.channel === undefined || (terminal.size?.cols === cols && terminal.size.rows === rows)) return;
    terminal.size = { cols, rows };
    terminal.screen.adopt(terminal.size);
    this.#send({ type: 'terminal.resize', terminal: name, cols, rows });
  }

  #run(name: string, terminal: Terminal, block: CommandBlock): Promise<RunOutcome> {
    if (terminal.ended) return Promise.resolve('unsent');
    return new Promise((resolve) => {
      const timer = setTimeout(() => run.answer('unsent'), RUN_TIMEOUT_MS);
      const run: AskedRun = {
        block,
        answer: (outcome) => {
          clearTimeout(timer);
          terminal.runs.delete(run);
          resolve(outcome);
        },
      };
      terminal.runs.add(run);
      // One that is being opened is asked when it is.
      if (terminal.channel !== undefined) this.#send({ type: 'terminal.run', terminal: name, ...block });
    });
  }

  #draw(frame: Uint8Array): void {
    const output = decodeOutputFrame(frame);
    const found = [...this.#terminals].find(([, { channel }]) => channel === output?.channel);
    if (!output || !found) return;
    const [name, terminal] = found;
    const fresh = terminal.stream.receive(output.offset, output.bytes);
    // Rule 12 is broken: a new socket sends again what is missing.
    if (!fresh) return this.restart();
    const replayed = Math.max(0, Math.min(fresh.bytes.length, terminal.live - (fresh.end - fresh.bytes.length)));
    this.#write(name, terminal, fresh.bytes.subarray(0, replayed), fresh.end - fresh.bytes.length + replayed, true);
    this.#write(name, terminal, fresh.bytes.subarray(replayed), fresh.end, false);
  }

  #write(name: string, terminal: Terminal, bytes: Uint8Array, end: number, isReplay: boolean): void {
    if (bytes.length === 0) return;
    const socket = this.#socket;
    terminal.screen.write({ bytes, isReplay }, () => {
      const due = terminal.stream.draw(end);
      if (this.#socket !== socket) return;
      if (due !== undefined) return this.#send({ type: 'terminal.ack', terminal: name, offset: due });
      terminal.settling ??= setTimeout(() => this.#settle(name, terminal), SETTLE_MS);
    });
  }

  #settle(name: string, terminal: Terminal): void {
    terminal.settling = undefined;
    const offset = terminal.stream.settle();
    if (offset !== undefined) this.#send({ type: 'terminal.ack', terminal: name, offset });
  }

  #type({ channel }: Terminal, text: string): void {
    // What is typed while nobody listens is not kept: it would run at a moment that the learner did not choose.
    if (channel === undefined || !this.#isWelcome) return;
    for (const bytes of splitInput(new TextEncoder().encode(text)))
      this.#socket?.send(encodeInputFrame({ channel, bytes }));
  }

  #send(message: ClientMessage): void {
    if (this.#isWelcome) this.#sendNow(message);
  }

  #sendNow(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
