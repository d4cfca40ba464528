import {
  type ClientMessage,
  DRAWING_WINDOW_BYTES,
  encodeInputFrame,
  type ServerMessage,
} from '../shared/protocol/index.ts';
import { HeldInput } from './held-input.ts';
import { splitInput } from './split-input.ts';
import type { CommandBlock, RunOutcome, TerminalLink, TerminalScreen, TerminalSize } from './terminal-link.ts';
import { TerminalStream } from './terminal-stream.ts';

/** Rule 13: how long a terminal is quiet before the rest of its output is acknowledged. Longer than between two typed keys' echoes. */
const SETTLE_MS = 100;

/** How long `terminal.run` may take to be answered: a new shell may have to come to its prompt first. */
const RUN_TIMEOUT_MS = 30_000;

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

/** What a terminal needs of the page's connection. */
export interface Wire {
  /** Nothing is sent, and nothing kept, where there is no connection. */
  send(message: ClientMessage): void;
  /** The same for frames of input (rule 11), which together are what is typed at once. */
  sendInput(frames: readonly Uint8Array<ArrayBuffer>[]): void;
  /** Has the shell ended, now or once there is a connection. */
  endShell(name: string): void;
  /** The sandbox may be gone: a new connection brings it back. */
  restart(): void;
}

interface AskedRun {
  readonly block: CommandBlock;
  isSent: boolean;
  readonly answer: (outcome: RunOutcome) => void;
}

/** One shell as a page has it, over all the sockets that come and go meanwhile. */
export class RemoteTerminal implements TerminalLink {
  readonly name: string;
  readonly #screen: TerminalScreen;
  readonly #wire: Wire;
  readonly #stream = new TerminalStream();
  readonly #runs = new Set<AskedRun>();
  #channel: number | undefined;
  #ended: 'exited' | 'lost' | undefined;
  #isClosed = false;
  #settling: ReturnType<typeof setTimeout> | undefined;
  readonly #held = new HeldInput();
  /** Something was typed since the last output: over a connection that has broken since, it may not have arrived. */
  #isUnheard = false;
  /** The learner asked for another shell: what they type is meant for it. */
  #isAskedAnew = false;
  /** Output before this offset is replayed. */
  #live = 0;
  /** The shell's, as far as it is known here. */
  #size: TerminalSize | undefined;

  constructor(name: string, screen: TerminalScreen, wire: Wire) {
    this.name = name;
    this.#screen = screen;
    this.#wire = wire;
  }

  /** Where the server sends its output and takes its input (rule 10); `undefined` while it is not open. */
  get channel(): number | undefined {
    return this.#channel;
  }

  /** It is not open, and should be. */
  get isOpening(): boolean {
    return this.#channel === undefined && this.#ended === undefined && !this.#isClosed;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** A connection is there. */
  open(): void {
    if (this.#ended || this.#isClosed) return;
    this.#size = this.#screen.size();
    this.#screen.adopt(this.#size);
    this.#wire.send({
      type: 'terminal.open',
      terminal: this.name,
      ...this.#size,
      after: this.#stream.ask(),
      window: DRAWING_WINDOW_BYTES,
    });
  }

  /** The connection is gone. */
  detach(): void {
    this.#channel = undefined;
    clearTimeout(this.#settling);
    this.#settling = undefined;
    this.#giveUpRuns();
    if (this.#isClosed) return;
    this.#screen.endReplay();
    if (!this.#ended) this.#screen.setState('waiting');
  }

  opened({ channel, from, live, modes }: MessageOf<'terminal.opened'>): void {
    this.#channel = channel;
    this.#ended = undefined;
    this.#live = live;
    const mustClear = this.#stream.open(from);
    if (this.#isClosed) return;
    if (mustClear) this.#screen.clear();
    if (modes !== '') this.#screen.write({ bytes: new TextEncoder().encode(modes), isReplay: true }, () => {});
    if (this.#stream.received >= live) this.#screen.endReplay();
    this.#screen.setState('open');
    this.#typeHeld(!mustClear || this.#isAskedAnew);
    this.#isAskedAnew = false;
    for (const run of this.#runs) this.#sendRun(run);
  }

  resized({ cols, rows }: TerminalSize): void {
    // What comes before it is open is older than the size that its opening set.
    if (this.#channel === undefined || this.#isClosed) return;
    this.#size = { cols, rows };
    this.#screen.adopt(this.#size);
  }

  ran({ lesson, block, outcome }: MessageOf<'terminal.ran'>): void {
    for (const run of this.#runs) {
      if (run.isSent && run.block.lesson === lesson && run.block.block === block) return run.answer(outcome);
    }
  }

  /** The server does not know a block that was asked for. */
  refused(): void {
    for (const { isSent, answer } of [...this.#runs]) if (isSent) answer('unsent');
  }

  ended(reason: 'exited' | 'lost'): void {
    this.#channel = undefined;
    this.#ended = reason;
    this.#stream.end();
    this.#giveUpRuns();
    this.#isUnheard = false;
    const { kind } = this.#held.take(Date.now());
    if (this.#isClosed) return;
    this.#screen.endReplay();
    this.#screen.setState(reason);
    if (kind !== 'nothing') this.#screen.tell('The shell has ended, so what you typed was not sent.');
  }

  /** False where rule 12 is broken: the frame leaves a gap. */
  receive(offset: number, bytes: Uint8Array): boolean {
    const fresh = this.#stream.receive(offset, bytes);
    if (!fresh) return false;
    this.#isUnheard = false;
    // All of it was here already, which the server may not know.
    if (fresh.bytes.length === 0) this.#settleSoon();
    const start = fresh.end - fresh.bytes.length;
    const replayed = Math.max(0, Math.min(fresh.bytes.length, this.#live - start));
    this.#drawReplay(fresh.bytes.subarray(0, replayed), start + replayed, fresh.era);
    this.#draw(fresh.bytes.subarray(replayed), fresh.end, fresh.era);
    return true;
  }

  type(text: string): void {
    if (this.isOpening) this.#held.add(text, Date.now());
    if (this.#channel === undefined || this.#isClosed) return;
    const channel = this.#channel;
    this.resize();
    this.#isUnheard = true;
    const pieces = [...splitInput(new TextEncoder().encode(text))];
    this.#wire.sendInput(pieces.map((bytes) => encodeInputFrame({ channel, bytes })));
  }

  answer(text: string): void {
    if (this.#channel === undefined || this.#isClosed) return;
    this.#wire.send({ type: 'terminal.answer', terminal: this.name, text });
  }

  resize(): void {
    if (this.#channel === undefined || this.#isClosed) return;
    const { cols, rows } = this.#screen.size();
    if (this.#size?.cols === cols && this.#size.rows === rows) return;
    this.#size = { cols, rows };
    this.#screen.adopt(this.#size);
    this.#wire.send({ type: 'terminal.resize', terminal: this.name, cols, rows });
  }

  reopen(): void {
    if (!this.#ended || this.#isClosed) return;
    const why = this.#ended;
    this.#ended = undefined;
    this.#isAskedAnew = true;
    this.#screen.setState('waiting');
    if (why === 'lost') this.#wire.restart();
    else this.open();
  }

  run(block: CommandBlock): Promise<RunOutcome> {
    if (this.#ended || this.#isClosed) return Promise.resolve('unsent');
    return new Promise((resolve) => {
      const timer = setTimeout(() => run.answer('unsent'), RUN_TIMEOUT_MS);
      const run: AskedRun = {
        block,
        isSent: false,
        answer: (outcome) => {
          clearTimeout(timer);
          this.#runs.delete(run);
          resolve(outcome);
        },
      };
      this.#runs.add(run);
      if (this.#channel !== undefined) this.#sendRun(run);
    });
  }

  end(): void {
    if (!this.#ended) this.#wire.endShell(this.name);
  }

  /** The server sends on until the socket ends, and stops the shell when nobody acknowledges (rule 13): so that is still done. */
  close(): void {
    this.#isClosed = true;
    this.#giveUpRuns();
    this.#stream.drawAll();
    this.#settleSoon();
  }

  /** What was typed while the shell was not open is typed now, if it goes on there where the learner believes it does. */
  #typeHeld(isSameShell: boolean): void {
    const isBroken = this.#isUnheard;
    this.#isUnheard = false;
    const held = this.#held.take(Date.now());
    // The end of a command whose beginning is missing is another command.
    if (isBroken) {
      const since = held.kind === 'nothing' ? '' : ', and what you typed since was not sent';
      this.#screen.tell(`The connection broke while you typed: the last of it may not have arrived${since}.`);
    } else if (held.kind === 'refused') {
      this.#screen.tell(held.why);
    } else if (held.kind === 'typed' && isSameShell) {
      this.type(held.text);
    } else if (held.kind === 'typed') {
      this.#screen.tell(
        'The shell is not where you left it, so what you typed meanwhile was not sent. Look at it, then type it again.',
      );
    }
  }

  #sendRun(run: AskedRun): void {
    if (run.isSent) return;
    run.isSent = true;
    this.#wire.send({ type: 'terminal.run', terminal: this.name, ...run.block });
  }

  /** What was asked for may have been done or not; it is not done twice. */
  #giveUpRuns(): void {
    for (const { answer } of [...this.#runs]) answer('unsent');
  }

  #draw(bytes: Uint8Array, end: number, era: number): void {
    if (bytes.length === 0) return;
    const onDrawn = () => this.#noteDrawn(end, era);
    if (this.#isClosed) onDrawn();
    else this.#screen.write({ bytes, isReplay: false }, onDrawn);
  }

  /** Acknowledged before it is drawn: there is an end to it. */
  #drawReplay(bytes: Uint8Array, end: number, era: number): void {
    if (bytes.length === 0) return;
    if (!this.#isClosed) this.#screen.write({ bytes, isReplay: true }, () => {});
    this.#noteDrawn(end, era);
    if (end >= this.#live && !this.#isClosed) this.#screen.endReplay();
  }

  #noteDrawn(end: number, era: number): void {
    const due = this.#stream.draw(end, era);
    if (due === undefined) this.#settleSoon();
    else this.#acknowledge(due);
  }

  #settleSoon(): void {
    if (this.#channel === undefined) return;
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      const offset = this.#stream.settle();
      if (offset !== undefined) this.#acknowledge(offset);
    }, SETTLE_MS);
  }

  #acknowledge(offset: number): void {
    // One that comes late is of another opening, which counts anew.
    if (this.#channel === undefined) return;
    this.#wire.send({ type: 'terminal.ack', terminal: this.name, offset });
  }
}
