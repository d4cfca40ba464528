import type { Duplex } from 'node:stream';
import { HolderFrames, HolderProtocolError } from '../terminal/holder-frames.ts';
import {
  decodeToHolder,
  encodeFromHolder,
  type FromHolder,
  helloOf,
  type ToHolder,
} from '../terminal/holder-messages.ts';
import { HeldShell, type ShellStart } from './held-shell.ts';

/** HOLDER.md, rule 9. */
const MAX_SHELLS = 8;

/** A frame of output: short, so that a key's echo never waits long behind another shell's flood. */
const MAX_OUTPUT_BYTES = 32 * 1024;

export interface HolderOptions {
  /** What a new shell runs. */
  readonly shell: () => ShellStart;
  /** Nobody can need it any more (rule 9). */
  readonly onIdle: () => void;
}

/** Keeps shells for whoever is its client, by HOLDER.md. */
export class Holder {
  readonly #options: HolderOptions;
  readonly #shells = new Map<string, HeldShell>();
  #client: Duplex | undefined;

  constructor(options: HolderOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#client === undefined && this.#shells.size === 0;
  }

  /** Takes the place of the client before (rule 3). */
  welcome(stream: Duplex): void {
    this.#leave(this.#client);
    this.#client = stream;
    const frames = new HolderFrames();
    stream.on('data', (bytes: Buffer) => {
      try {
        for (const frame of frames.feed(bytes)) if (this.#client === stream) this.#obey(decodeToHolder(frame));
      } catch (error) {
        if (!(error instanceof HolderProtocolError)) throw error;
        this.#leave(stream);
      }
    });
    stream.on('drain', () => this.#sayAll());
    // A broken stream also closes.
    stream.on('error', () => {});
    stream.on('end', () => this.#leave(stream));
    stream.on('close', () => this.#leave(stream));
    this.#say(helloOf([...this.#shells.keys()]));
  }

  #leave(stream: Duplex | undefined): void {
    stream?.destroy();
    if (!stream || this.#client !== stream) return;
    this.#client = undefined;
    for (const shell of this.#shells.values()) shell.detach();
    if (this.isIdle) this.#options.onIdle();
  }

  #byTerminal(terminal: number): HeldShell | undefined {
    return [...this.#shells.values()].find((shell) => shell.terminal === terminal);
  }

  #obey(message: ToHolder): void {
    if (message.type === 'open') return this.#open(message);
    // One that has just ended may still be spoken to.
    const shell = this.#byTerminal(message.terminal);
    switch (message.type) {
      case 'input':
        return shell?.type(message.bytes);
      case 'prompt-input':
        if (!shell) return;
        return this.#say({
          type: 'prompt-answer',
          terminal: message.terminal,
          isTyped: shell.typeAtPrompt(message.bytes),
        });
      case 'size':
        return shell?.resize(message.cols, message.rows);
      case 'limit':
        shell?.allow(message.offset, message.stored);
        return this.#sayAll();
      case 'end':
        return shell?.hangUp();
    }
  }

  #open({ terminal, name, cols, rows, offset, windowBytes }: Extract<ToHolder, { type: 'open' }>): void {
    const known = this.#shells.get(name);
    if (this.#byTerminal(terminal) || known?.terminal !== undefined) {
      throw new HolderProtocolError('A number names one shell, and a shell has one number.');
    }
    let shell: HeldShell;
    try {
      shell = known ?? this.#start({ name, cols, rows, offset });
    } catch (error) {
      return this.#say({ type: 'failed', terminal, reason: (error as Error).message });
    }
    if (known) known.resize(cols, rows);
    this.#say({ type: 'opened', terminal, ...shell.attach(terminal, offset, windowBytes) });
    this.#sayAll();
  }

  #start(options: { name: string; cols: number; rows: number; offset: number }): HeldShell {
    if (this.#shells.size >= MAX_SHELLS) {
      const unseen = [...this.#shells.values()].find((shell) => !shell.isRunning && shell.terminal === undefined);
      if (!unseen) throw new Error('Eight shells run already. End one of them first.');
      this.#shells.delete(unseen.name);
    }
    const shell = new HeldShell({ ...this.#options.shell(), ...options, onNews: () => this.#sayAll() });
    this.#shells.set(options.name, shell);
    return shell;
  }

  /** Shells by turns, so that none waits behind another's flood. */
  #sayAll(): void {
    for (let hasMore = true; hasMore; ) {
      hasMore = false;
      for (const shell of [...this.#shells.values()]) {
        if (!this.#client || this.#client.writableNeedDrain) return;
        hasMore = this.#sayNext(shell) || hasMore;
      }
    }
  }

  #sayNext(shell: HeldShell): boolean {
    const { terminal } = shell;
    if (terminal === undefined) return false;
    const output = shell.take(MAX_OUTPUT_BYTES);
    if (output) {
      this.#say({ type: 'data', terminal, ...output });
      return true;
    }
    const status = shell.statusToTell;
    if (status === undefined) return false;
    this.#shells.delete(shell.name);
    this.#say({ type: 'exited', terminal, status });
    return false;
  }

  #say(message: FromHolder): void {
    this.#client?.write(encodeFromHolder(message));
  }
}
