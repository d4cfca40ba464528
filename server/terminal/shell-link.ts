import type { Duplex } from 'node:stream';
import { raceSignal } from '../domain/race-signal.ts';
import { HOLDER_VERSION, HolderProtocolError, MAX_HOLDER_PAYLOAD_BYTES } from './holder-frames.ts';
import { encodeToHolder, type FromHolder, type ToHolder } from './holder-messages.ts';
import { HolderStream } from './holder-stream.ts';

/** Input that the way to the holder does not take is dropped beyond this: a generous paste. */
const MAX_WAITING_BYTES = 1024 * 1024;

export interface LinkListener {
  /** Output follows from `offset` on; what lies before `end` was there already. */
  onOpened(offset: number, end: number): void;
  onOutput(offset: number, bytes: Uint8Array): void;
  /** With the shell's exit code, or 128 + the signal that ended it. */
  onExited(status: number): void;
  /** No shell could be started, and why. */
  onFailed(reason: string): void;
}

export interface LinkOpening {
  readonly name: string;
  readonly cols: number;
  readonly rows: number;
  /** Where the output that is here already ends. */
  readonly offset: number;
  readonly windowBytes: number;
}

/** One shell, as a link reaches it. After the link's end all that is said is dropped. */
export interface LinkedShell {
  type(bytes: Uint8Array): void;
  /** Types where the shell itself has the foreground. Resolves whether it did. */
  typeAtPrompt(bytes: Uint8Array): Promise<boolean>;
  resize(cols: number, rows: number): void;
  /** Lets the holder send output below `limit`, and forget what lies below `stored`. */
  allow(limit: number, stored: number): void;
  hangUp(): void;
}

interface Linked {
  readonly listener: LinkListener;
  readonly asked: ((isTyped: boolean) => void)[];
  readonly windowBytes: number;
  /** Offset that the next output must have. */
  next: number | undefined;
  /** Offset that no output may reach. */
  limit: number;
}

/** The server's end of HOLDER.md: one stream to the holder of a learner's shells. */
export class ShellLink implements Disposable {
  readonly #stream: Duplex;
  readonly #said = new HolderStream();
  readonly #shells = new Map<number, Linked>();
  readonly #hello = Promise.withResolvers<readonly string[]>();
  readonly #ended = Promise.withResolvers<void>();

  private constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on('data', (bytes: Buffer) => this.#receive(bytes));
    // A broken stream also closes, which is where it is handled.
    stream.on('error', () => {});
    stream.on('end', () => stream.destroy());
    stream.once('close', () => {
      this.#hello.reject(new Error('The holder of the shells said nothing.'));
      for (const { asked } of this.#shells.values()) for (const answer of asked.splice(0)) answer(false);
      this.#ended.resolve();
    });
    this.#hello.promise.catch(() => {});
  }

  /** Resolves with the link and the names of the holder's shells, once it has said hello. */
  static async open(stream: Duplex, signal: AbortSignal): Promise<{ link: ShellLink; names: readonly string[] }> {
    const link = new ShellLink(stream);
    try {
      return { link, names: await raceSignal(link.#hello.promise, signal) };
    } catch (error) {
      link[Symbol.dispose]();
      throw error;
    }
  }

  /** Resolves when nothing comes any more; the shells may go on. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  open(opening: LinkOpening, listener: LinkListener): LinkedShell {
    let terminal = 0;
    while (this.#shells.has(terminal)) terminal += 1;
    const linked: Linked = { listener, asked: [], windowBytes: opening.windowBytes, next: undefined, limit: 0 };
    this.#shells.set(terminal, linked);
    this.#send({ type: 'open', terminal, ...opening });
    // A number is another shell's when this one has ended.
    const send = (message: ToHolder) => {
      if (this.#shells.get(terminal) === linked) this.#send(message);
    };
    return {
      type: (bytes) => {
        for (let at = 0; at < bytes.length; at += MAX_HOLDER_PAYLOAD_BYTES) {
          if (this.#stream.writableLength > MAX_WAITING_BYTES) return;
          send({ type: 'input', terminal, bytes: bytes.subarray(at, at + MAX_HOLDER_PAYLOAD_BYTES) });
        }
      },
      typeAtPrompt: (bytes) =>
        new Promise((resolve) => {
          if (this.#shells.get(terminal) !== linked || !this.#stream.writable) return resolve(false);
          linked.asked.push(resolve);
          send({ type: 'prompt-input', terminal, bytes });
        }),
      resize: (cols, rows) => send({ type: 'size', terminal, cols, rows }),
      allow: (offset, stored) => {
        linked.limit = Math.max(linked.limit, offset);
        send({ type: 'limit', terminal, offset, stored });
      },
      hangUp: () => send({ type: 'end', terminal }),
    };
  }

  [Symbol.dispose](): void {
    this.#stream.destroy();
  }

  #send(message: ToHolder): void {
    if (this.#stream.writable) this.#stream.write(encodeToHolder(message));
  }

  #receive(bytes: Buffer): void {
    try {
      for (const message of this.#said.feed(bytes)) this.#hear(message);
    } catch (error) {
      if (!(error instanceof HolderProtocolError)) throw error;
      // The learner may have put something else in the holder's place. It is as lost as one that was killed.
      this.#stream.destroy();
    }
  }

  #hear(message: FromHolder): void {
    if (message.type === 'hello') {
      if (message.version !== HOLDER_VERSION) throw new HolderProtocolError(`Version ${message.version} is unknown.`);
      return this.#hello.resolve(message.names);
    }
    const { terminal } = message;
    const linked = this.#shells.get(terminal);
    if (!linked) throw new HolderProtocolError(`Terminal ${terminal} is not open.`);
    const { listener, asked } = linked;
    switch (message.type) {
      case 'opened':
        linked.next = message.offset;
        linked.limit = message.offset + linked.windowBytes;
        return listener.onOpened(message.offset, message.end);
      case 'data':
        if (message.offset !== linked.next) throw new HolderProtocolError(`Offset ${message.offset} leaves a gap.`);
        linked.next += message.bytes.length;
        if (linked.next > linked.limit) throw new HolderProtocolError(`Output up to ${linked.next} was not asked for.`);
        return listener.onOutput(message.offset, message.bytes);
      case 'prompt-answer':
        return asked.shift()?.(message.isTyped);
      case 'exited':
        for (const answer of asked.splice(0)) answer(false);
        this.#shells.delete(terminal);
        return listener.onExited(message.status);
      case 'failed':
        this.#shells.delete(terminal);
        return listener.onFailed(message.reason);
    }
  }
}
