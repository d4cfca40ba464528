import type { RawData, WebSocket } from 'ws';
import type { EnginePart } from '../../src/shared/engine-views.ts';
import {
  ACK_WINDOW_BYTES,
  type ClientMessage,
  clientMessageSchema,
  closeCodes,
  decodeInputFrame,
  encodeOutputFrame,
  MAX_CLIENT_FRAME_BYTES,
  PROTOCOL_VERSION,
  type ServerMessage,
} from '../../src/shared/protocol/index.ts';
import type { SandboxState } from '../../src/shared/views.ts';
import type { LiveBoards } from '../board/live-boards.ts';
import type { Place, Presence } from '../board/presence.ts';
import type { EnginePicture } from '../checks/engine-pictures.ts';
import type { Seat } from '../checks/workbench.ts';
import type { Visitor } from '../domain/access.ts';
import type { SandboxLife } from '../domain/sandbox-life.ts';
import type { Access } from '../edge/access.ts';
import { LearnerError } from '../errors.ts';
import { SandboxesFullError } from '../sandbox/errors.ts';
import type { ClassRecords } from '../storage/class-port.ts';
import { type SandboxShells, TooManyTerminalsError } from '../terminal/sandbox-shells.ts';
import type { Terminal, TerminalSubscription } from '../terminal/terminal.ts';
import type { Terminals } from '../terminal/terminals.ts';
import { ClassSession } from './class-session.ts';
import { isHelpMessage, type PageHelp } from './help-session.ts';
import { requireMessageAccess } from './message-access.ts';
import type { Bench, PageListener, Visit, Workbenches } from './workbenches.ts';

/** SPEC rule 10: a channel is one byte. */
const CHANNELS = 256;

/** For a shell that is taken up only to be ended. */
const UNSEEN_SIZE = { cols: 80, rows: 24 };

/** A window for each of a sandbox's terminals, and as much again. */
const MAX_UNSENT_BYTES = 8 * ACK_WINDOW_BYTES;

export interface PageSessionOptions {
  readonly socket: WebSocket;
  readonly visitor: Visitor;
  readonly access: Pick<Access, 'require' | 'requireInClass'>;
  readonly classes: Pick<ClassRecords, 'byId'>;
  readonly boards: Pick<LiveBoards, 'watch'>;
  readonly presence: Pick<Presence, 'enter'>;
  readonly workbenches: Workbenches;
  readonly terminals: Terminals;
  /** What a lesson's command block says; `undefined` where there is none. */
  readonly commandsOf: (lesson: string, block: number) => string | undefined;
  /** What this page does in help sessions. */
  readonly help: (page: {
    readonly freeChannel: () => number;
    readonly send: (message: ServerMessage) => void;
    readonly sendBytes: (bytes: Uint8Array) => void;
  }) => PageHelp;
  readonly onError: (error: unknown) => void;
}

interface Channel {
  readonly terminal: Terminal;
  readonly subscription: TerminalSubscription;
}

type MessageOf<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

/** One page's socket: parses what comes, asks the workbench and the terminals, encodes what they say. */
export class PageSession implements Disposable {
  readonly #options: PageSessionOptions;
  readonly #channels = new Map<string, { number: number; open: Promise<Channel> }>();
  readonly #watched = new Set<string>();
  readonly #class: ClassSession;
  #place: Place | undefined;
  readonly #help: PageHelp;
  #pictured: readonly EnginePart[] = [];
  #watchedPaths: readonly string[] = [];
  #visit: Visit | undefined;
  #bench: Promise<Bench> | undefined;
  #seat: Seat | undefined;
  #naming: Disposable | undefined;
  #channel = -1;
  #isGreeted = false;
  #isOver = false;

  constructor(options: PageSessionOptions) {
    this.#options = options;
    this.#class = new ClassSession({ ...options, send: (message) => this.#send(message) });
    this.#help = options.help({
      freeChannel: () => this.#freeChannel(),
      send: (message) => this.#send(message),
      sendBytes: (bytes) => this.#sendBytes(bytes),
    });
    options.socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#class[Symbol.dispose]();
    this.#place?.[Symbol.dispose]();
    this.#help[Symbol.dispose]();
    for (const { open } of this.#channels.values()) {
      void open.then(
        ({ subscription }) => subscription[Symbol.dispose](),
        () => {},
      );
    }
    this.#channels.clear();
    this.#loseBench();
  }

  #receive(data: RawData, isBinary: boolean): void {
    const bytes = data as Buffer;
    if (this.#isOver) return;
    if (bytes.length > MAX_CLIENT_FRAME_BYTES) return this.#close(closeCodes.tooLarge, 'frame over 64 KiB');
    if (isBinary) return this.#type(bytes);
    let json: unknown;
    try {
      json = JSON.parse(bytes.toString());
    } catch {
      return this.#close(closeCodes.malformed, 'not JSON');
    }
    const message = clientMessageSchema.safeParse(json);
    if (!message.success) return this.#close(closeCodes.malformed, 'not a message of the protocol');
    if ((message.data.type === 'hello') === this.#isGreeted) {
      return this.#close(closeCodes.malformed, 'hello comes first, and once');
    }
    this.#isGreeted = true;
    this.#handle(message.data).catch((error: unknown) => this.#refuse(message.data, error));
  }

  async #handle(message: ClientMessage): Promise<void> {
    const turn = message.type === 'class.watch' || message.type === 'class.unwatch' ? this.#class.turn() : 0;
    // What is a learner's own is dealt with in the order in which it came.
    const allowing = requireMessageAccess(this.#options.access, this.#options.visitor, message);
    if (allowing) await allowing;
    if (isHelpMessage(message)) return this.#help.handle(message);
    switch (message.type) {
      case 'hello':
        return this.#greet(message);
      case 'terminal.open':
        return this.#openTerminal(message);
      case 'terminal.resize': {
        const channel = await this.#channels.get(message.terminal)?.open;
        return channel?.subscription.resize({ cols: message.cols, rows: message.rows });
      }
      case 'terminal.ack': {
        const channel = await this.#channels.get(message.terminal)?.open;
        return channel?.subscription.acknowledge(message.offset);
      }
      case 'ping':
        return this.#send({ type: 'pong', id: message.id });
      case 'terminal.answer': {
        const channel = await this.#channels.get(message.terminal)?.open;
        return channel?.subscription.answer(Buffer.from(message.text));
      }
      case 'terminal.end':
        return this.#shells(await this.#awakeBench()).end(message.terminal, UNSEEN_SIZE);
      case 'terminal.run':
        return this.#runBlock(message);
      case 'exercise.watch':
        return this.#atExercise(message.exercise, (seat) => seat.watch(message.exercise));
      case 'exercise.run':
        return this.#ask(message.exercise, (seat) => seat.run(message.exercise));
      case 'exercise.hint':
        return this.#ask(message.exercise, (seat) => seat.openHint(message.exercise, message.task));
      case 'exercise.solution':
        return this.#ask(message.exercise, (seat) => seat.showSolution(message.exercise));
      case 'exercise.answer': {
        const { exercise, task, text } = message;
        return this.#ask(exercise, (seat) => seat.enterAnswer(exercise, task, text));
      }
      case 'engine.watch':
        this.#pictured = message.parts;
        return this.#seat?.picture(message.parts);
      case 'files.watch':
        this.#watchedPaths = message.paths;
        return this.#seat?.watchFiles(message.paths);
      case 'page.at':
        return this.#place?.at(message.lesson, message.exercises);
      case 'class.watch':
        return this.#class.watch(message.class, turn);
      case 'class.unwatch':
        return;
    }
  }

  /** As only a person does. */
  #ask(exercise: string, ask: (seat: Seat) => Promise<void>): Promise<void> {
    this.#use();
    return this.#atExercise(exercise, ask);
  }

  #use(): void {
    this.#visit?.use();
    this.#place?.touch();
  }

  /** The seat answers by itself. What was asked for once is watched on, also in the sandbox after this one. */
  async #atExercise(exercise: string, ask: (seat: Seat) => Promise<void>): Promise<void> {
    await this.#awakeBench();
    if (!this.#seat) return;
    await ask(this.#seat);
    this.#watched.add(exercise);
  }

  async #greet({ version, wants }: MessageOf<'hello'>): Promise<void> {
    if (version !== PROTOCOL_VERSION) {
      return this.#close(closeCodes.unknownVersion, `this server speaks version ${PROTOCOL_VERSION}`);
    }
    this.#send({ type: 'welcome', version: PROTOCOL_VERSION, role: this.#options.visitor.role });
    this.#place = this.#options.presence.enter(this.#options.visitor.id);
    if (wants === 'nothing') return;
    this.#tell({ state: 'starting' });
    await this.#openBench();
  }

  /** The learner's workbench; brought up again where it could not be before. */
  #openBench(): Promise<Bench> {
    this.#bench ??= this.#startBench();
    return this.#bench;
  }

  async #awakeBench(): Promise<Bench> {
    const bench = await this.#openBench();
    await this.#visit?.wake().catch((cause) => this.#failBench(cause));
    return bench;
  }

  async #startBench(): Promise<Bench> {
    const { workbenches, visitor } = this.#options;
    const listener: PageListener = {
      onWaiting: ({ place, expectedMs }) => {
        const expectedSeconds = expectedMs === undefined ? null : Math.ceil(expectedMs / 1_000);
        this.#tell({ state: 'waiting', place, expectedSeconds });
      },
      onLife: (life) => this.#follow(life),
    };
    this.#visit = workbenches.visit(visitor.id, listener);
    try {
      const bench = await this.#visit.bench;
      if (this.#isOver) return bench;
      this.#tell({ state: 'ready' });
      this.#naming = this.#shells(bench).listen((names) => this.#send({ type: 'terminals', terminals: [...names] }));
      const seat = bench.workbench.join({
        onExercise: (state) => this.#send({ type: 'exercise.state', ...state }),
        onPreviews: (previews) => this.#send({ type: 'previews', previews: [...previews] }),
        onPicture: (picture) => this.#sendPicture(picture),
        onStamps: (stamps) => this.#send({ type: 'files.stamps', stamps: [...stamps] }),
      });
      this.#seat = seat;
      seat.picture(this.#pictured);
      seat.watchFiles(this.#watchedPaths);
      // What was watched in the sandbox before this one goes on.
      for (const exercise of this.#watched) seat.watch(exercise).catch((error: unknown) => this.#fail(error));
      return bench;
    } catch (cause) {
      return this.#failBench(cause);
    }
  }

  #sendPicture({ part, ...picture }: EnginePicture): void {
    if ('images' in picture) this.#send({ type: 'engine.images', ...picture });
    else this.#send({ type: 'engine.containers', ...picture });
  }

  #failBench(cause: unknown): never {
    this.#loseBench();
    if (cause instanceof LearnerError) {
      this.#tell({ state: 'failed', message: cause.message });
      throw cause;
    }
    const isFull = cause instanceof SandboxesFullError;
    const message = isFull
      ? 'All sandboxes of this Drydock are in use, and many wait for one. Your files and images are safe. Try again in a few minutes.'
      : 'Your sandbox could not be started. Your files and images are safe. Try again in a moment.';
    this.#tell({ state: 'failed', message });
    throw new LearnerError(isFull ? 'sandboxes-full' : 'sandbox-failed', message, { cause });
  }

  #follow(life: SandboxLife): void {
    switch (life.kind) {
      case 'starting':
      case 'ready':
      case 'paused':
        return this.#tell({ state: life.kind });
      case 'stopped':
      case 'expired':
        // The next message that needs it starts it, or another.
        this.#loseBench();
        return this.#tell({ state: 'stopped', reason: life.kind === 'expired' ? 'expired' : life.reason });
    }
  }

  #tell(sandbox: SandboxState): void {
    this.#send({ type: 'sandbox', sandbox });
  }

  async #openTerminal(message: MessageOf<'terminal.open'>): Promise<void> {
    const name = message.terminal;
    const previous = this.#channels.get(name);
    const number = previous?.number ?? this.#freeChannel();
    const open = this.#attach(message, number, previous?.open);
    this.#channels.set(name, { number, open });
    open.catch(() => {
      if (this.#channels.get(name)?.open === open) this.#channels.delete(name);
    });
    await open;
  }

  /** In turn, so that what was typed into a terminal that just closed is not taken for another's. */
  #freeChannel(): number {
    const own = [...this.#channels.values()].map(({ number }) => number);
    const taken = new Set([...own, ...this.#help.channels]);
    do this.#channel = (this.#channel + 1) % CHANNELS;
    while (taken.has(this.#channel));
    return this.#channel;
  }

  async #attach(
    { terminal: name, cols, rows, after, window }: MessageOf<'terminal.open'>,
    channel: number,
    previous: Promise<Channel> | undefined,
  ): Promise<Channel> {
    await previous?.then(
      ({ subscription }) => subscription[Symbol.dispose](),
      () => {},
    );
    const bench = await this.#awakeBench();
    this.#use();
    const size = { cols, rows };
    const terminal = await this.#shells(bench)
      .open(name, size)
      .catch((cause: unknown) => {
        const isFull = cause instanceof TooManyTerminalsError;
        const reason = isFull ? 'Four terminals are open already. Close one first.' : 'Press Enter to try again.';
        throw new LearnerError('terminal-failed', `The terminal could not be opened. ${reason}`, { cause });
      });
    const subscription = terminal.subscribe(
      after,
      size,
      {
        onStart: (from, live, modes) =>
          this.#send({ type: 'terminal.opened', terminal: name, channel, from, live, modes }),
        onOutput: (offset, bytes) => this.#sendBytes(encodeOutputFrame({ channel, offset, bytes })),
        onResized: (to) => this.#send({ type: 'terminal.resized', terminal: name, ...to }),
        onClosed: (reason) => {
          this.#channels.delete(name);
          if (reason === 'lost') this.#loseBench();
          this.#send({ type: 'terminal.closed', terminal: name, reason });
        },
      },
      window,
    );
    if (this.#isOver) subscription[Symbol.dispose]();
    return { terminal, subscription };
  }

  #shells({ sandbox }: Bench): SandboxShells {
    return this.#options.terminals.of(sandbox.sandbox);
  }

  async #runBlock({ terminal, lesson, block }: MessageOf<'terminal.run'>): Promise<void> {
    const commands = this.#options.commandsOf(lesson, block);
    if (commands === undefined) {
      throw new LearnerError('command-block-unknown', 'The lesson has no such commands any more. Reload the page.');
    }
    const channel = await this.#channels.get(terminal)?.open;
    if (!channel) return;
    this.#use();
    await this.#visit?.wake().catch((cause) => this.#failBench(cause));
    const outcome = (await channel.terminal.run(commands)) ? 'typed' : 'busy';
    this.#send({ type: 'terminal.ran', terminal, lesson, block, outcome });
  }

  /** The next message that needs the sandbox brings it back. */
  #loseBench(): void {
    this.#seat?.[Symbol.dispose]();
    this.#seat = undefined;
    this.#naming?.[Symbol.dispose]();
    this.#visit?.[Symbol.dispose]();
    this.#visit = undefined;
    this.#bench = undefined;
  }

  #type(frame: Buffer): void {
    const input = decodeInputFrame(frame);
    if (!input || !this.#isGreeted) return this.#close(closeCodes.malformed, 'input before hello');
    // What is typed into another's terminal is no use of one's own.
    if (this.#help.type(input.channel, input.bytes)) return;
    this.#use();
    this.#help.noteTyped();
    for (const { number, open } of this.#channels.values()) {
      if (number === input.channel)
        void open.then(
          ({ subscription }) => subscription.type(input.bytes),
          () => {},
        );
    }
  }

  #refuse(message: ClientMessage, error: unknown): void {
    if (message.type !== 'class.watch' || !(error instanceof LearnerError)) return this.#fail(error);
    // Rule 29.
    this.#send({ type: 'class.closed', class: message.class, code: error.code, message: error.message });
  }

  #fail(error: unknown): void {
    if (error instanceof LearnerError) {
      if (error.cause !== undefined) this.#options.onError(error);
      return this.#send({ type: 'error', code: error.code, message: error.message });
    }
    this.#options.onError(error);
    this.#send({ type: 'error', code: 'internal', message: 'Something went wrong on the server. Reload the page.' });
  }

  #send(message: ServerMessage): void {
    this.#sendBytes(JSON.stringify(message));
  }

  #sendBytes(data: string | Uint8Array): void {
    const { socket } = this.#options;
    if (this.#isOver) return;
    // A page that reads on is never so far behind (rule 13). One that asks without reading is cut off, and may come back.
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) return socket.terminate();
    socket.send(data);
  }

  #close(code: number, reason: string): void {
    this.#options.socket.close(code, reason);
  }
}
