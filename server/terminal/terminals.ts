import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type SandboxId, sandboxIdSchema } from '../../src/shared/ids.ts';
import { CommandParser } from './command-parser.ts';
import type { ShellHolder } from './port.ts';
import { openKeptScrollback } from './scrollback-file.ts';
import { Terminal, type TerminalSize } from './terminal.ts';

/** Ten thousand lines of a hundred bytes. */
const SCROLLBACK_BYTES = 1024 * 1024;

/** An exec on the host engine, and a shell's start; a machine under load takes its time. */
const OPEN_TIMEOUT_MS = 20_000;

/** What a page can show; each costs a shell and a scrollback. */
const MAX_TERMINALS_PER_SANDBOX = 4;

export interface TerminalKey {
  readonly sandbox: SandboxId;
  readonly name: string;
}

export interface TerminalsOptions {
  readonly folder: string;
  /** The shell says that a command ended: a hint, never a proof. */
  readonly onCommandFinished: (key: TerminalKey) => void;
  readonly onError: (error: unknown) => void;
}

/** The sandbox has as many terminals as it may. */
export class TooManyTerminalsError extends Error {
  override readonly name = 'TooManyTerminalsError';
}

/** The terminals that this process holds, one for each name in a sandbox. */
export class Terminals implements AsyncDisposable {
  readonly #options: TerminalsOptions;
  readonly #open = new Map<SandboxId, Map<string, Promise<Terminal>>>();

  constructor(options: TerminalsOptions) {
    this.#options = options;
  }

  /** The terminal of this name, opened by the first who asks. */
  open(key: TerminalKey, holder: ShellHolder, size: TerminalSize): Promise<Terminal> {
    const named = this.#open.get(key.sandbox) ?? new Map<string, Promise<Terminal>>();
    this.#open.set(key.sandbox, named);
    const running = named.get(key.name);
    if (running) return running;
    if (named.size >= MAX_TERMINALS_PER_SANDBOX) return Promise.reject(new TooManyTerminalsError());
    const forget = () => {
      named.delete(key.name);
      if (named.size === 0) this.#open.delete(key.sandbox);
    };
    const opening = this.#start(key, holder, size, forget);
    named.set(key.name, opening);
    opening.catch(forget);
    return opening;
  }

  /** Deletes what was kept of terminals in sandboxes that are nobody's any more. */
  async tidy(owned: ReadonlySet<SandboxId>): Promise<void> {
    const { folder } = this.#options;
    const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      // No terminal has been opened yet.
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const file of files) {
      const id = sandboxIdSchema.safeParse(file.slice(0, file.indexOf('-')));
      if (id.success && !owned.has(id.data) && !this.#open.has(id.data)) await rm(join(folder, file), { force: true });
    }
  }

  async #start(key: TerminalKey, holder: ShellHolder, size: TerminalSize, onClosed: () => void): Promise<Terminal> {
    const kept = await openKeptScrollback({
      path: join(this.#options.folder, `${key.sandbox}-${key.name}`),
      capacityBytes: SCROLLBACK_BYTES,
      onError: this.#options.onError,
    });
    const parser = new CommandParser();
    const onOutput = (bytes: Uint8Array) => {
      if (parser.feed(bytes).length > 0) this.#options.onCommandFinished(key);
    };
    return Terminal.open(
      { holder, kept, size, onOutput, onClosed, onError: this.#options.onError },
      AbortSignal.timeout(OPEN_TIMEOUT_MS),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const terminals = [...this.#open.values()].flatMap((named) => [...named.values()]);
    this.#open.clear();
    await Promise.allSettled(terminals.map(async (terminal) => (await terminal)[Symbol.asyncDispose]()));
  }
}
