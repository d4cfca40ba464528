import type { EngineContainers, EngineImages, EnginePart } from '../shared/engine-views.ts';
import { type FileStamp, MAX_WATCHED_PATHS } from '../shared/file-views.ts';
import {
  type ClientMessage,
  closeCodes,
  decodeOutputFrame,
  MAX_PAGE_EXERCISES,
  PROTOCOL_VERSION,
  type ServerMessage,
  serverMessageSchema,
} from '../shared/protocol/index.ts';
import type { ExerciseState, Preview } from '../shared/views.ts';
import { type ClassClientMessage, type ClassPort, isClassMessage } from './class-port.ts';
import { describeClose } from './close-text.ts';
import { ExerciseRequests } from './exercise-requests.ts';
import { Heartbeat } from './heartbeat.ts';
import { type HelpClientMessage, type HelpPort, isHelpMessage } from './help-port.ts';
import type { ConnectionStatus } from './page-state.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { RemoteTerminal, type Wire } from './remote-terminal.ts';
import type { TerminalLink, TerminalScreen } from './terminal-link.ts';

export type {
  CommandBlock,
  RunOutcome,
  ScreenOutput,
  TerminalLink,
  TerminalScreen,
  TerminalSize,
} from './terminal-link.ts';

/** The server answers before it brings the sandbox up; one that takes longer hangs. */
const WELCOME_TIMEOUT_MS = 15_000;

/** The same for who has just come back, and would sooner have another attempt than wait for this one. */
const WAKE_TIMEOUT_MS = 2_000;

/** A connection that lasted so long was not a failed attempt. A server that welcomes everybody and falls over is not asked again at once. */
const LASTING_MS = 5_000;

/** The server keeps no more for a shell that does not read. */
const MAX_UNSENT_INPUT_BYTES = 1024 * 1024;

/** So many fit in one frame (rule 9) in every alphabet. */
const MAX_WATCHED_CHARACTERS = 10_000;

export interface ConnectionEvents {
  /** The learner's shells that run (rule 16). */
  onTerminals(terminals: readonly string[]): void;
  onStatus(status: ConnectionStatus): void;
  onExercise(state: ExerciseState): void;
  onPreviews(previews: readonly Preview[]): void;
  onEngineImages(images: EngineImages): void;
  onEngineContainers(containers: EngineContainers): void;
  onFileStamps(stamps: readonly FileStamp[]): void;
  onProblem(message: string): void;
}

export interface ConnectionOptions extends ConnectionEvents {
  /** Address of the WebSocket. */
  readonly url: string;
  /** Gets the cookie, without which the upgrade is refused (rule 1). */
  readonly introduce: () => Promise<void>;
  readonly random: () => number;
}

type Timer = ReturnType<typeof setTimeout>;

type Phase =
  /** Not started, put aside, or closed for good. */
  | { readonly kind: 'off' }
  /** Closed because nothing was done here (rule 6). It comes back with the learner. */
  | { readonly kind: 'unused' }
  /** The next attempt is a while away. */
  | { readonly kind: 'waiting'; readonly retry: Timer }
  | { readonly kind: 'connecting'; socket: WebSocket | undefined; deadline: Timer }
  | { readonly kind: 'open'; readonly socket: WebSocket; readonly sinceMs: number };

/** The page's one WebSocket (SPEC.md): it comes back by itself, and takes its terminals and exercises up again. */
export class Connection {
  readonly exercises = new ExerciseRequests({
    isOpen: () => this.#phase.kind === 'open',
    send: (message) => this.#send(message),
  });
  readonly #options: ConnectionOptions;
  readonly #terminals = new Map<string, RemoteTerminal>();
  readonly #toEnd = new Set<string>();
  readonly #heartbeat: Heartbeat;
  #phase: Phase = { kind: 'off' };
  #introduction: Promise<void> | undefined;
  #pictured: readonly EnginePart[] = [];
  #files: readonly string[] = [];
  #place: { readonly lesson: string; readonly exercises: readonly string[] } | undefined;
  #isSuspended = false;
  /** It is there to be heard of alone: no sandbox is wanted yet, and nobody has to know how it stands. */
  #isQuiet = false;
  readonly #helps = new Set<HelpPort>();
  readonly #classes = new Set<ClassPort>();
  #failures = 0;
  #pings = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#heartbeat = new Heartbeat({
      ask: () => this.#send({ type: 'ping', id: this.#pings++ }),
      onLost: () => this.#reconnect(),
    });
  }

  /** Does what a later start would have to wait for, without connecting. */
  async prepare(): Promise<void> {
    await this.#introduce();
  }

  /** Connects where there is no connection yet. */
  start(): void {
    const wasQuiet = this.#isQuiet;
    this.#isQuiet = false;
    if (this.#phase.kind === 'off' || this.#phase.kind === 'unused') return this.#begin();
    if (!wasQuiet) return;
    this.#tell({ state: this.#phase.kind === 'open' ? 'starting' : 'connecting' });
    if (this.#phase.kind === 'open') this.#takeUp();
  }

  /** Connects where there is no connection yet, and wants no sandbox until `start`. */
  listen(): void {
    if (this.#phase.kind !== 'off') return;
    this.#isQuiet = true;
    this.#begin();
  }

  /** Lets this part of the page hear of help, from the next welcome on or at once. */
  attachHelp(port: HelpPort): void {
    this.#helps.add(port);
    if (this.#phase.kind === 'open') port.onGreeted();
  }

  /** Lets this part of the page hear of classes, from the next welcome on or at once. Returns how to stop. */
  attachClass(port: ClassPort): () => void {
    this.#classes.add(port);
    if (this.#phase.kind === 'open') port.onGreeted();
    return () => this.#classes.delete(port);
  }

  sayClass(message: ClassClientMessage): void {
    this.#send(message);
  }

  /** Lost where there is no connection: a person sees that nothing came of it, and what must be said again is at the next welcome. */
  sayHelp(message: HelpClientMessage): void {
    this.#send(message);
  }

  /** Frames of input (rule 11) for another's terminal. */
  typeHelp(frames: readonly Uint8Array<ArrayBuffer>[]): void {
    this.#sendInput(frames);
  }

  /** Connects anew at once. */
  restart(): void {
    this.#leave();
    this.start();
  }

  /** The page is looked at again, or the machine's network has changed: makes sure at once that the connection works. */
  wake(): void {
    switch (this.#phase.kind) {
      case 'off':
        return;
      case 'unused':
        return this.#begin();
      case 'waiting':
        return this.#reconnect();
      case 'connecting':
        return this.#setDeadline(this.#phase, WAKE_TIMEOUT_MS);
      case 'open':
        return this.#heartbeat.wake();
    }
  }

  /** The learner does something on the page. */
  attend(): void {
    if (this.#phase.kind === 'unused') this.#begin();
  }

  /** Closes the socket until `resume`. */
  suspend(): void {
    this.#isSuspended ||= this.#phase.kind !== 'off';
    this.#leave();
  }

  resume(): void {
    if (this.#isSuspended) this.#begin();
    this.#isSuspended = false;
  }

  /** Names what the page shows of the learner's engine (rule 23), also before there is a connection. */
  picture(parts: readonly EnginePart[]): void {
    this.#pictured = parts;
    this.#send({ type: 'engine.watch', parts: [...parts] });
  }

  /** Names what the page shows of the learner's files (rule 24), the most important first, also before there is a connection. */
  watchFiles(paths: readonly string[]): void {
    let characters = 0;
    this.#files = paths.slice(0, MAX_WATCHED_PATHS).filter(({ length }) => {
      characters += length;
      return characters <= MAX_WATCHED_CHARACTERS;
    });
    this.#send({ type: 'files.watch', paths: [...this.#files] });
  }

  /** Says which lesson's page it is and which exercises it shows (rule 25), also before there is a connection. */
  at(lesson: string, exercises: readonly string[]): void {
    this.#place = { lesson, exercises: exercises.slice(0, MAX_PAGE_EXERCISES) };
    this.#sayPlace();
  }

  openTerminal(name: string, screen: TerminalScreen): TerminalLink {
    const wire: Wire = {
      send: (message) => this.#send(message),
      sendInput: (frames) => this.#sendInput(frames),
      endShell: () => this.#endShell(name),
      restart: () => (this.#phase.kind === 'connecting' ? undefined : this.restart()),
    };
    const previous = this.#terminals.get(name);
    previous?.close();
    // What it would still acknowledge is not what the next one has drawn.
    previous?.detach();
    const terminal = new RemoteTerminal(name, screen, wire);
    this.#terminals.set(name, terminal);
    this.#toEnd.delete(name);
    terminal.open();
    return terminal;
  }

  #begin(): void {
    this.#failures = 0;
    this.#tell({ state: 'connecting' });
    void this.#connect();
  }

  #tell(status: ConnectionStatus): void {
    for (const port of this.#classes) {
      if (status.state === 'reconnecting') port.onLost();
      if (status.state === 'failed') port.onFailed(status.message);
    }
    if (!this.#isQuiet) this.#options.onStatus(status);
  }

  #introduce(): Promise<void> {
    this.#introduction ??= this.#options.introduce().catch((error: unknown) => {
      this.#introduction = undefined;
      throw error;
    });
    return this.#introduction;
  }

  async #connect(): Promise<void> {
    const phase: Phase = { kind: 'connecting', socket: undefined, deadline: setTimeout(() => {}) };
    this.#phase = phase;
    this.#setDeadline(phase, WELCOME_TIMEOUT_MS);
    try {
      await this.#introduce();
    } catch {
      if (this.#phase === phase) this.#retryLater();
      return;
    }
    if (this.#phase === phase) phase.socket = this.#listen(new WebSocket(this.#options.url));
  }

  #setDeadline(phase: Extract<Phase, { kind: 'connecting' }>, timeoutMs: number): void {
    clearTimeout(phase.deadline);
    phase.deadline = setTimeout(() => this.#retryLater(), timeoutMs);
  }

  #listen(socket: WebSocket): WebSocket {
    const isCurrent = () => 'socket' in this.#phase && this.#phase.socket === socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      if (!isCurrent()) return;
      this.#sendNow({ type: 'hello', version: PROTOCOL_VERSION, ...(this.#isQuiet && { wants: 'nothing' as const }) });
    });
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (!isCurrent()) return;
      this.#heartbeat.heard();
      if (typeof data === 'string') this.#receive(data);
      else this.#draw(new Uint8Array(data));
    });
    socket.addEventListener('close', ({ code }) => {
      if (!isCurrent()) return;
      const text = describeClose(code);
      if (text === undefined) return this.#retryLater();
      this.#leave();
      if (code === closeCodes.idle) this.#phase = { kind: 'unused' };
      this.#tell({ state: 'failed', ...text });
    });
    return socket;
  }

  #leave(): void {
    const phase = this.#phase;
    this.#phase = { kind: 'off' };
    this.#heartbeat.stop();
    if (phase.kind === 'waiting') clearTimeout(phase.retry);
    if (phase.kind === 'connecting') {
      clearTimeout(phase.deadline);
      // A server that never said welcome may not know the cookie any more.
      this.#introduction = undefined;
    }
    if (phase.kind === 'open' && Date.now() - phase.sinceMs >= LASTING_MS) this.#failures = 0;
    if ('socket' in phase) phase.socket?.close();
    if (phase.kind === 'open') for (const help of this.#helps) help.onLost();
    for (const [name, terminal] of this.#terminals) {
      terminal.detach();
      if (terminal.isClosed) this.#terminals.delete(name);
    }
  }

  /** The connection is lost, and the next attempt is not put off. */
  #reconnect(): void {
    this.#leave();
    this.#tell({ state: 'reconnecting' });
    void this.#connect();
  }

  #retryLater(): void {
    this.#leave();
    const delayMs = reconnectDelayMs(this.#failures, this.#options.random());
    this.#failures += 1;
    this.#phase = { kind: 'waiting', retry: setTimeout(() => void this.#connect(), delayMs) };
    this.#tell({ state: 'reconnecting' });
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
    const {
      onStatus,
      onTerminals,
      onExercise,
      onPreviews,
      onEngineImages,
      onEngineContainers,
      onFileStamps,
      onProblem,
    } = this.#options;
    if (isHelpMessage(message)) {
      for (const help of this.#helps) help.onMessage(message);
      return;
    }
    if (isClassMessage(message)) {
      for (const port of this.#classes) port.onMessage(message);
      return;
    }
    switch (message.type) {
      case 'welcome':
        return this.#greeted();
      case 'pong':
        return;
      case 'sandbox':
        return onStatus(message.sandbox);
      case 'terminals':
        return onTerminals(message.terminals);
      case 'terminal.opened':
        return this.#terminals.get(message.terminal)?.opened(message);
      case 'terminal.resized':
        return this.#terminals.get(message.terminal)?.resized(message);
      case 'terminal.ran':
        return this.#terminals.get(message.terminal)?.ran(message);
      case 'terminal.closed':
        return this.#terminals.get(message.terminal)?.ended(message.reason);
      case 'exercise.state': {
        const { type: _, ...state } = message;
        this.exercises.arrived(state);
        return onExercise(state);
      }
      case 'previews':
        return onPreviews(message.previews);
      case 'engine.images':
        return onEngineImages({ images: message.images, layers: message.layers });
      case 'engine.containers':
        return onEngineContainers({ containers: message.containers });
      case 'files.stamps':
        return onFileStamps(message.stamps);
      case 'error':
        if ([...this.#helps].some((help) => help.onRefused(message.code, message.message))) return;
        if (message.code === 'terminal-failed') {
          for (const terminal of this.#terminals.values()) if (terminal.isOpening) terminal.ended('lost');
        }
        if (message.code === 'command-block-unknown') {
          for (const terminal of this.#terminals.values()) terminal.refused();
        }
        this.exercises.refused();
        return onProblem(message.message);
    }
  }

  #greeted(): void {
    if (this.#phase.kind !== 'connecting' || !this.#phase.socket) return;
    clearTimeout(this.#phase.deadline);
    this.#phase = { kind: 'open', socket: this.#phase.socket, sinceMs: Date.now() };
    this.#heartbeat.start();
    this.#sayPlace();
    if (!this.#isQuiet) this.#takeUp();
    for (const part of [...this.#helps, ...this.#classes]) part.onGreeted();
  }

  /** Asks again for what the page wants of the sandbox. */
  #takeUp(): void {
    for (const name of this.#toEnd) this.#send({ type: 'terminal.end', terminal: name });
    this.#toEnd.clear();
    for (const terminal of this.#terminals.values()) terminal.open();
    this.exercises.greeted();
    if (this.#pictured.length > 0) this.picture(this.#pictured);
    if (this.#files.length > 0) this.watchFiles(this.#files);
  }

  #sayPlace(): void {
    if (!this.#place) return;
    this.#send({ type: 'page.at', lesson: this.#place.lesson, exercises: [...this.#place.exercises] });
  }

  #draw(frame: Uint8Array): void {
    const output = decodeOutputFrame(frame);
    if (!output) return;
    for (const terminal of this.#terminals.values()) {
      if (terminal.channel !== output.channel) continue;
      // Rule 12 is broken: a new socket sends again what is missing.
      if (!terminal.receive(output.offset, output.bytes)) this.#retryLater();
      return;
    }
    for (const help of this.#helps) if (help.onOutput(output.channel, output.offset, output.bytes)) return;
  }

  #endShell(name: string): void {
    if (this.#phase.kind === 'open') this.#send({ type: 'terminal.end', terminal: name });
    else this.#toEnd.add(name);
  }

  #sendInput(frames: readonly Uint8Array<ArrayBuffer>[]): void {
    if (this.#phase.kind !== 'open') return;
    const { socket } = this.#phase;
    const bytes = frames.reduce((sum, frame) => sum + frame.length, socket.bufferedAmount);
    if (bytes > MAX_UNSENT_INPUT_BYTES) {
      return this.#options.onProblem(
        'This is more than a terminal takes at once, so nothing of it was typed. Put it into a file, in smaller parts.',
      );
    }
    this.#heartbeat.rely();
    for (const frame of frames) socket.send(frame);
  }

  /** Sends where the server has said welcome; before that nothing is heard but `hello`. */
  #send(message: ClientMessage): void {
    if (this.#phase.kind === 'open') this.#sendNow(message);
  }

  #sendNow(message: ClientMessage): void {
    if ('socket' in this.#phase && this.#phase.socket?.readyState === WebSocket.OPEN) {
      this.#phase.socket.send(JSON.stringify(message));
    }
  }
}
