import type { Duplex } from 'node:stream';
import { patience } from '../test-patience.ts';
import { HolderFrames } from './holder-frames.ts';
import { decodeFromHolder, encodeToHolder, type FromHolder, type ToHolder } from './holder-messages.ts';

const WAIT_MS = 20_000;

/** More than any test's shell writes. */
const NO_LIMIT = 0xffff_ffff;

/** What a client has heard of one of its terminals since it opened it. */
export interface HeardShell {
  readonly opened: { readonly offset: number; readonly end: number } | undefined;
  /** All output, in order and without gaps: anything else has thrown. */
  readonly bytes: Buffer;
  /** Offset after the last byte. */
  readonly end: number;
  readonly exited: number | undefined;
  readonly failed: string | undefined;
  /** Whether what was to be typed at the prompt was typed, in the order of asking. */
  readonly promptAnswers: readonly boolean[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Hearing extends Omit<Writable<HeardShell>, 'bytes' | 'promptAnswers'> {
  readonly promptAnswers: boolean[];
  readonly chunks: Buffer[];
}

/** Speaks HOLDER.md with a holder under test, and is strict about what comes back. */
export class HolderTestClient {
  readonly #stream: Duplex;
  readonly #frames = new HolderFrames();
  readonly #shells = new Map<number, Hearing>();
  readonly #waiting = new Set<() => void>();
  #fault: unknown;
  #isCutting = false;
  names: readonly string[] | undefined;
  hasEnded = false;
  /** Whether it says of all that it heard that it has stored it. */
  storesOutput = true;

  private constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on('data', (bytes: Buffer) => {
      try {
        for (const frame of this.#frames.feed(bytes)) this.#hear(decodeFromHolder(frame));
      } catch (error) {
        this.#fault = error;
      }
      this.#wake();
    });
    // A stream that the holder ends may do so by a reset.
    stream.on('error', () => {});
    for (const end of ['end', 'close']) {
      stream.on(end, () => {
        this.hasEnded = true;
        this.#wake();
      });
    }
  }

  /** Resolves behind the hello. */
  static async greet(stream: Duplex): Promise<HolderTestClient> {
    const client = new HolderTestClient(stream);
    await client.until('the hello', () => client.names !== undefined);
    return client;
  }

  send(...messages: readonly ToHolder[]): void {
    this.raw(Buffer.concat(messages.map(encodeToHolder)));
  }

  raw(bytes: Buffer): void {
    this.#stream.write(bytes);
  }

  /** In two writes, the second of which the other side gets later. */
  async rawInTwo(bytes: Buffer, cut: number): Promise<void> {
    // Nothing of its own comes between the two.
    this.#isCutting = true;
    await new Promise<void>((done) => this.#stream.write(bytes.subarray(0, cut), () => done()));
    await new Promise((done) => setImmediate(done));
    await new Promise<void>((done) => this.#stream.write(bytes.subarray(cut), () => done()));
    this.#isCutting = false;
  }

  type(terminal: number, text: string): void {
    this.send({ type: 'input', terminal, bytes: Buffer.from(text) });
  }

  /** Opens a shell, and resolves with where its output begins. */
  async open(
    terminal: number,
    name: string,
    { offset = 0, windowBytes = NO_LIMIT, cols = 80, rows = 24 } = {},
  ): Promise<{ offset: number; end: number }> {
    this.#shells.delete(terminal);
    this.send({ type: 'open', terminal, cols, rows, offset, windowBytes, name });
    await this.until(`terminal ${terminal} opened`, () => {
      const { opened, failed } = this.heard(terminal);
      return opened !== undefined || failed !== undefined;
    });
    const { opened, failed } = this.heard(terminal);
    if (!opened) throw new Error(`no shell: ${failed}`);
    return opened;
  }

  heard(terminal: number): HeardShell {
    const { chunks = [], ...rest } = this.#shells.get(terminal) ?? {
      opened: undefined,
      end: 0,
      exited: undefined,
      failed: undefined,
      promptAnswers: [],
    };
    return { ...rest, bytes: Buffer.concat(chunks) };
  }

  /** How many bytes came; cheaper than the bytes. */
  length(terminal: number): number {
    const shell = this.#shells.get(terminal);
    return shell?.opened ? shell.end - shell.opened.offset : 0;
  }

  text(terminal: number): string {
    return this.heard(terminal).bytes.toString();
  }

  untilText(terminal: number, text: string | RegExp): Promise<void> {
    const isThere = typeof text === 'string' ? (all: string) => all.includes(text) : (all: string) => text.test(all);
    return this.until(`${text} of terminal ${terminal}`, () => isThere(this.text(terminal)));
  }

  async untilExit(terminal: number): Promise<number> {
    await this.until(`the end of terminal ${terminal}`, () => this.heard(terminal).exited !== undefined);
    return this.heard(terminal).exited ?? -1;
  }

  untilEnd(): Promise<void> {
    return this.until('the end of the stream', () => this.hasEnded);
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => {
      if (this.#fault !== undefined) return reject(this.#fault);
      if (isSo()) return resolve();
      if (this.hasEnded) reject(new Error(`The stream ended before ${what}; ${this.#story()}`));
    };
    const timer = setTimeout(
      () => reject(new Error(`Waited in vain for ${what}; ${this.#story()}`)),
      WAIT_MS * patience,
    );
    this.#waiting.add(look);
    look();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }

  /** Lets the holder go without a word, as a killed server does. */
  async leave(): Promise<void> {
    this.#stream.destroy();
    await this.until('its own end', () => this.hasEnded || this.#stream.destroyed);
  }

  #wake(): void {
    for (const look of this.#waiting) look();
  }

  #hear(message: FromHolder): void {
    if (message.type === 'hello') {
      if (this.names) throw new Error('A second hello.');
      this.names = message.names;
      return;
    }
    if (!this.names) throw new Error(`${message.type} before the hello.`);
    const { terminal } = message;
    const shell = this.#shells.get(terminal);
    if (message.type === 'opened' || message.type === 'failed') {
      if (shell && shell.exited === undefined) throw new Error(`${message.type} for an open terminal.`);
      this.#shells.set(terminal, {
        chunks: [],
        promptAnswers: [],
        opened: message.type === 'opened' ? { offset: message.offset, end: message.end } : undefined,
        end: message.type === 'opened' ? message.offset : 0,
        exited: undefined,
        failed: message.type === 'failed' ? message.reason : undefined,
      });
      return;
    }
    if (!shell?.opened) throw new Error(`${message.type} before it was opened.`);
    if (shell.exited !== undefined) throw new Error(`${message.type} behind the exit.`);
    if (message.type === 'exited') {
      shell.exited = message.status;
      return;
    }
    if (message.type === 'prompt-answer') {
      shell.promptAnswers.push(message.isTyped);
      return;
    }
    if (message.offset !== shell.end) throw new Error(`Offset ${message.offset} follows ${shell.end}.`);
    shell.chunks.push(message.bytes);
    shell.end += message.bytes.length;
    // Rule 7; the limit stays where it is.
    if (this.storesOutput && !this.#isCutting) this.send({ type: 'limit', terminal, offset: 0, stored: shell.end });
  }

  #story(): string {
    const shells = [...this.#shells.keys()].map((terminal) => {
      const { opened, end, exited, failed } = this.heard(terminal);
      return JSON.stringify({ terminal, opened, end, exited, failed, last: this.text(terminal).slice(-300) });
    });
    return `heard ${shells.join(' ') || 'of no shell'}`;
  }
}
