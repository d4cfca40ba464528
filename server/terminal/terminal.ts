import { ACK_WINDOW_BYTES } from '../../src/shared/protocol/index.ts';
import { SingleFlight } from '../domain/single-flight.ts';
import type { AttachedShell, ShellHolder } from './port.ts';
import type { KeptScrollback } from './scrollback-file.ts';

/** Small enough that a key's echo never waits long behind a flood on the same socket. */
const MAX_FRAME_BYTES = 32 * 1024;

/** What may wait for a shell that does not read. A terminal's own queue drops what is typed beyond 4 KiB; this is a generous paste. */
const MAX_WAITING_INPUT_BYTES = 1024 * 1024;

/** How long it may take to see whether a shell's place is still there. */
const REACHABLE_TIMEOUT_MS = 2_000;

export interface TerminalListener {
  /** Output follows from this offset on; what lies before `live` was there already. Called first, and again where a slow listener has fallen behind what is kept. */
  onStart(from: number, live: number): void;
  onOutput(offset: number, bytes: Uint8Array): void;
  onClosed(reason: 'exited' | 'lost'): void;
}

export interface TerminalSubscription extends Disposable {
  /** SPEC rule 13. */
  acknowledge(offset: number): void;
}

interface Subscriber {
  readonly listener: TerminalListener;
  sent: number;
  acknowledged: number;
}

export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

export interface TerminalOptions {
  readonly holder: ShellHolder;
  readonly kept: KeptScrollback;
  readonly size: TerminalSize;
  /** Hears all output, for what reads it besides the learner. */
  readonly onOutput: (bytes: Uint8Array) => void;
  readonly onClosed: () => void;
  readonly onError: (error: unknown) => void;
}

/** One shell, and everybody who looks at it. Each subscriber gets every byte once, at their own pace. */
export class Terminal implements AsyncDisposable {
  readonly #options: TerminalOptions;
  readonly #shell: AttachedShell;
  readonly #subscribers = new Set<Subscriber>();
  #isOver = false;
  #size: TerminalSize;
  readonly #resizes = new SingleFlight(async () => {
    if (!this.#isOver) await this.#shell.resize(this.#size.cols, this.#size.rows).catch(this.#options.onError);
  });

  private constructor(options: TerminalOptions, shell: AttachedShell) {
    this.#options = options;
    this.#shell = shell;
    this.#size = options.size;
    shell.stream.on('data', (bytes: Buffer) => this.#receive(bytes));
    shell.stream.once('close', () => void this.#close());
    // A broken stream also closes, which is where it is handled.
    shell.stream.on('error', () => {});
  }

  static async open(options: TerminalOptions, signal: AbortSignal): Promise<Terminal> {
    return new Terminal(options, await options.holder.attach({ ...options.size, signal }));
  }

  /** SPEC rule 12. */
  subscribe(after: number | null, listener: TerminalListener): TerminalSubscription {
    const { scrollback } = this.#options.kept;
    const canResume = after !== null && after >= scrollback.start && after <= scrollback.end;
    const from = canResume ? after : scrollback.firstWholeLine();
    const subscriber: Subscriber = { listener, sent: from, acknowledged: from };
    this.#subscribers.add(subscriber);
    listener.onStart(from, scrollback.end);
    this.#send(subscriber);
    this.#setFlow();
    return {
      acknowledge: (offset) => {
        subscriber.acknowledged = Math.max(subscriber.acknowledged, Math.min(offset, subscriber.sent));
        this.#send(subscriber);
        this.#setFlow();
      },
      [Symbol.dispose]: () => {
        this.#subscribers.delete(subscriber);
        this.#setFlow();
      },
    };
  }

  write(bytes: Uint8Array): void {
    const { stream } = this.#shell;
    if (!this.#isOver && stream.writableLength + bytes.length <= MAX_WAITING_INPUT_BYTES) stream.write(bytes);
  }

  /** Of sizes that come quicker than the shell can be told, it is told the last. */
  async resize(cols: number, rows: number): Promise<void> {
    this.#size = { cols, rows };
    await this.#resizes.run();
  }

  /** Leaves the shell running. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#subscribers.clear();
    this.#shell[Symbol.dispose]();
    await this.#options.kept[Symbol.asyncDispose]();
  }

  #receive(received: Buffer): void {
    const bytes = this.#shell.shown(received);
    if (bytes.length === 0) return;
    this.#options.kept.append(bytes);
    for (const subscriber of this.#subscribers) this.#send(subscriber);
    this.#setFlow();
    this.#options.onOutput(bytes);
  }

  #send(subscriber: Subscriber): void {
    const { scrollback } = this.#options.kept;
    if (subscriber.sent < scrollback.start) {
      // Only one that has drawn all it was sent starts again: its socket's queue must not grow.
      if (subscriber.acknowledged < subscriber.sent) return;
      subscriber.sent = scrollback.firstWholeLine();
      subscriber.acknowledged = subscriber.sent;
      subscriber.listener.onStart(subscriber.sent, scrollback.end);
    }
    const limit = Math.min(scrollback.end, subscriber.acknowledged + ACK_WINDOW_BYTES);
    while (subscriber.sent < limit) {
      const bytes = scrollback.read(subscriber.sent, Math.min(MAX_FRAME_BYTES, limit - subscriber.sent));
      subscriber.listener.onOutput(subscriber.sent, bytes);
      subscriber.sent += bytes.length;
    }
  }

  /** The shell stops only when it has listeners and even the quickest of them is a whole window behind. */
  #setFlow(): void {
    const { end } = this.#options.kept.scrollback;
    let mustWait = this.#subscribers.size > 0;
    for (const { acknowledged } of this.#subscribers) mustWait &&= end - acknowledged >= ACK_WINDOW_BYTES;
    const { stream } = this.#shell;
    if (mustWait && !stream.isPaused()) stream.pause();
    else if (!mustWait && stream.isPaused()) stream.resume();
  }

  async #close(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.onClosed();
    const isReachable = await this.#options.holder.isReachable(AbortSignal.timeout(REACHABLE_TIMEOUT_MS));
    for (const { listener } of this.#subscribers) listener.onClosed(isReachable ? 'exited' : 'lost');
    this.#subscribers.clear();
    this.#shell[Symbol.dispose]();
    await this.#options.kept[Symbol.asyncDispose]();
  }
}
