import { Scrollback } from '../terminal/scrollback.ts';
import { Pty, type PtyOptions } from './pty.ts';

/** HOLDER.md, rule 6: what is kept of a shell's output. */
const KEPT_BYTES = 2 * 1024 ** 2;

/** One read of a terminal gives less. It is taken whole, though there is room for a part of it only. */
const LARGEST_CHUNK_BYTES = 64 * 1024;

/** Output waits here for a client whose stream is full, rather than in the stream: at most so much beyond what was sent. */
const MAX_UNSENT_BYTES = 256 * 1024;

export type ShellStart = Pick<PtyOptions, 'command' | 'cwd' | 'env'>;

export interface HeldShellOptions extends ShellStart {
  readonly name: string;
  readonly cols: number;
  readonly rows: number;
  /** Offset of its first byte. */
  readonly offset: number;
  /** There is something new to send. */
  readonly onNews: () => void;
}

/** A client's place at a shell. Offsets count the shell's bytes. */
interface Place {
  readonly terminal: number;
  sent: number;
  limit: number;
}

/** One shell and its last output, with a client or without. Rules are those of HOLDER.md. */
export class HeldShell {
  readonly name: string;
  readonly #pty: Pty;
  readonly #output: Scrollback;
  #stored: number;
  #place: Place | undefined;
  #status: number | undefined;

  constructor({ name, offset, onNews, ...start }: HeldShellOptions) {
    this.name = name;
    this.#output = new Scrollback(KEPT_BYTES + LARGEST_CHUNK_BYTES, {
      start: offset,
      modes: '',
      bytes: new Uint8Array(),
    });
    this.#stored = offset;
    this.#pty = new Pty({
      ...start,
      onData: (bytes) => {
        this.#output.append(bytes);
        this.#setFlow();
        onNews();
      },
      onExit: (status) => {
        this.#status = status;
        onNews();
      },
    });
  }

  /** The number by which a client knows it. */
  get terminal(): number | undefined {
    return this.#place?.terminal;
  }

  get isRunning(): boolean {
    return this.#status === undefined;
  }

  /** Rule 6. */
  attach(terminal: number, offset: number, windowBytes: number): { readonly offset: number; readonly end: number } {
    const { start, end } = this.#output;
    const from = offset >= start && offset <= end ? offset : start;
    this.#place = { terminal, sent: from, limit: from + windowBytes };
    this.#setFlow();
    return { offset: from, end };
  }

  detach(): void {
    this.#place = undefined;
    this.#setFlow();
  }

  /** Rule 7. */
  allow(limit: number, stored: number): void {
    if (!this.#place) return;
    this.#place.limit = Math.max(this.#place.limit, limit);
    if (stored <= this.#place.sent) this.#stored = Math.max(this.#stored, stored);
    this.#setFlow();
  }

  /** The next output for its client, at most so many bytes; `undefined` where there is none now. */
  take(maxBytes: number): { readonly offset: number; readonly bytes: Buffer } | undefined {
    if (!this.#place) return undefined;
    const { sent, limit } = this.#place;
    const bytes = this.#output.read(sent, Math.max(0, Math.min(maxBytes, limit - sent)));
    if (bytes.length === 0) return undefined;
    this.#place.sent += bytes.length;
    this.#setFlow();
    return { offset: sent, bytes };
  }

  /** How it ended, once its client has all of its output. */
  get statusToTell(): number | undefined {
    return this.#place?.sent === this.#output.end ? this.#status : undefined;
  }

  type(bytes: Uint8Array): void {
    this.#pty.write(bytes);
  }

  /** Where a command has the foreground nothing is typed, and false is returned. */
  typeAtPrompt(bytes: Uint8Array): boolean {
    if (!this.#pty.isAtPrompt) return false;
    this.#pty.write(bytes);
    return true;
  }

  resize(cols: number, rows: number): void {
    this.#pty.resize(cols, rows);
  }

  hangUp(): void {
    this.#pty.hangUp();
  }

  #setFlow(): void {
    const { end } = this.#output;
    const isFull = end - this.#stored >= KEPT_BYTES;
    const isAhead = this.#place && (end >= this.#place.limit || end - this.#place.sent >= MAX_UNSENT_BYTES);
    if (isFull || isAhead) this.#pty.pause();
    else this.#pty.resume();
  }
}
