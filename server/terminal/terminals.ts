import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type SandboxId, sandboxIdSchema } from '../../src/shared/ids.ts';
import { SandboxShells, type ShellPlace } from './sandbox-shells.ts';
import { openKeptScrollback, readScrollbackFile } from './scrollback-file.ts';
import type { FinishedCommand } from './shell-marks.ts';
import type { Terminal } from './terminal.ts';

/** Ten thousand lines of two hundred bytes. Twice as much at most is in the file. */
const SCROLLBACK_BYTES = 2 * 1024 * 1024;

export interface TerminalsOptions {
  readonly folder: string;
  /** The shell says that a command ended: a hint, never a proof. */
  readonly onCommandFinished: (sandbox: SandboxId, command: FinishedCommand) => void;
  /** What a shell's kept output says of commands before this process took it up. */
  readonly onCommandsRemembered?: (sandbox: SandboxId, commands: readonly FinishedCommand[]) => void;
  readonly onError: (error: unknown) => void;
}

/** The shells that this process has a hold on. */
export class Terminals implements AsyncDisposable {
  readonly #options: TerminalsOptions;
  readonly #sandboxes = new Map<SandboxId, SandboxShells>();
  readonly #watchers = new Map<SandboxId, Set<(names: readonly string[]) => void>>();

  constructor(options: TerminalsOptions) {
    this.#options = options;
  }

  /** The shells of a sandbox, which is reached as it was last asked for. */
  of(sandbox: ShellPlace): SandboxShells {
    const { id } = sandbox;
    const known = this.#sandboxes.get(id);
    if (known) {
      known.sandbox = sandbox;
      return known;
    }
    const { folder, onCommandFinished, onCommandsRemembered, onError } = this.#options;
    const shells = new SandboxShells(sandbox, {
      openKept: (name, onStored) =>
        openKeptScrollback({
          path: join(folder, `${id}-${name}`),
          capacityBytes: SCROLLBACK_BYTES,
          onStored,
          onError,
        }),
      onCommandFinished: (command) => onCommandFinished(id, command),
      onCommandsRemembered: (commands) => onCommandsRemembered?.(id, commands),
      onOpenNames: (names) => {
        for (const watcher of this.#watchers.get(id) ?? []) watcher(names);
      },
      onIdle: () => this.#sandboxes.delete(id),
      onError,
    });
    this.#sandboxes.set(id, shells);
    return shells;
  }

  /** Hears which shells of a sandbox pages have open, now and at each change. Nothing is reached, started or woken for it. */
  watch(id: SandboxId, watcher: (names: readonly string[]) => void): Disposable {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(watcher));
    watcher(this.#sandboxes.get(id)?.openNames ?? []);
    return {
      [Symbol.dispose]: () => {
        watchers.delete(watcher);
        if (watchers.size === 0 && this.#watchers.get(id) === watchers) this.#watchers.delete(id);
      },
    };
  }

  /** A shell of a sandbox that a page has open. */
  opened(id: SandboxId, name: string): Promise<Terminal> | undefined {
    return this.#sandboxes.get(id)?.opened(name);
  }

  /** Deletes what was kept of terminals in sandboxes that are nobody's any more. */
  async tidy(owned: ReadonlySet<SandboxId>): Promise<void> {
    const { folder } = this.#options;
    for (const file of await this.#files()) {
      const id = sandboxIdSchema.safeParse(file.slice(0, file.indexOf('-')));
      if (id.success && !owned.has(id.data) && !this.#sandboxes.has(id.data)) {
        await rm(join(folder, file), { force: true });
      }
    }
  }

  /** What is kept of a sandbox's terminals, one after the other: all but the last second's output. */
  async *kept(id: SandboxId): AsyncGenerator<{ readonly terminal: string; readonly output: string }> {
    for (const file of await this.#files()) {
      if (!file.startsWith(`${id}-`) || file.endsWith('.new')) continue;
      const { bytes } = await readScrollbackFile(join(this.#options.folder, file), SCROLLBACK_BYTES);
      yield { terminal: file.slice(id.length + 1), output: new TextDecoder().decode(bytes) };
    }
  }

  /** Lets go of the shells of a sandbox that is gone, and deletes what was kept of their output. */
  async remove(id: SandboxId): Promise<void> {
    const shells = this.#sandboxes.get(id);
    this.#sandboxes.delete(id);
    await shells?.[Symbol.asyncDispose]();
    for (const file of await this.#files()) {
      if (file.startsWith(`${id}-`)) await rm(join(this.#options.folder, file), { force: true });
    }
  }

  async #files(): Promise<readonly string[]> {
    return readdir(this.#options.folder).catch((error: NodeJS.ErrnoException) => {
      // No terminal has been opened yet.
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#sandboxes.values()];
    this.#sandboxes.clear();
    await Promise.allSettled(all.map((shells) => shells[Symbol.asyncDispose]()));
  }
}
