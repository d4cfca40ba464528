import type { ReadySandbox } from '../sandbox/port.ts';
import type { KeptScrollback } from './scrollback-file.ts';
import { ShellLink } from './shell-link.ts';
import { type FinishedCommand, ShellMarks } from './shell-marks.ts';
import { Terminal, type TerminalSize } from './terminal.ts';

/** An exec on the host engine, and a shell's start; a machine under load takes its time. */
const OPEN_TIMEOUT_MS = 20_000;

/** What a page can show; each costs a shell and a scrollback. */
const MAX_TERMINALS = 4;

/** A way to the holder that breaks so often within a minute is not mended any more: what breaks it may be the learner's own doing. */
const MAX_LOSSES = 5;
const LOSSES_WITHIN_MS = 60_000;

/** A stream to the holder, and the shells that it had when it was reached. */
interface Reached {
  readonly link: ShellLink;
  readonly names: ReadonlySet<string>;
}

/** The sandbox has as many terminals as it may. */
export class TooManyTerminalsError extends Error {
  override readonly name = 'TooManyTerminalsError';
}

/** Where shells are held, and reached. */
export type ShellPlace = Pick<ReadySandbox, 'id' | 'dial'>;

export interface SandboxShellsOptions {
  readonly openKept: (name: string, onStored: () => void) => Promise<KeptScrollback>;
  /** The shell says that a command ended: a hint, never a proof. */
  readonly onCommandFinished: (command: FinishedCommand) => void;
  /** The commands that ended in what was kept of a shell's output, oldest first, when it is taken up. */
  readonly onCommandsRemembered?: (commands: readonly FinishedCommand[]) => void;
  /** The names of the shells that pages have open, whenever they may have changed. */
  readonly onOpenNames?: (names: readonly string[]) => void;
  /** Neither a shell nor a listener is left. */
  readonly onIdle: () => void;
  readonly onError: (error: unknown) => void;
}

/** All shells of one sandbox, over one stream to their holder. A stream that breaks is made anew, and the shells go on where they were. */
export class SandboxShells implements AsyncDisposable {
  readonly #options: SandboxShellsOptions;
  readonly #terminals = new Map<string, Promise<Terminal>>();
  readonly #listeners = new Set<(names: readonly string[]) => void>();
  /** The holder's, when it was last reached, but those that have been taken up. */
  #others: ReadonlySet<string> = new Set();
  #holder: Promise<Reached> | undefined;
  #lossesMs: number[] = [];
  #isOver = false;
  /** One that was started again is another. */
  sandbox: ShellPlace;

  constructor(sandbox: ShellPlace, options: SandboxShellsOptions) {
    this.sandbox = sandbox;
    this.#options = options;
  }

  /** The names of the shells that run. */
  get names(): readonly string[] {
    return [...new Set([...this.#terminals.keys(), ...this.#others])].sort();
  }

  /** The names of those that pages have open. */
  get openNames(): readonly string[] {
    return [...this.#terminals.keys()].sort();
  }

  /** One that a page has open. Nothing is reached, started or woken for it. */
  opened(name: string): Promise<Terminal> | undefined {
    return this.#terminals.get(name);
  }

  /** Hears the names of the shells that run as soon as they are known, and at each change. */
  listen(listener: (names: readonly string[]) => void): Disposable {
    this.#listeners.add(listener);
    this.#reached().then(
      () => this.#listeners.has(listener) && listener(this.names),
      // Whoever opens a terminal is told why it can't be reached.
      () => {},
    );
    return {
      [Symbol.dispose]: () => {
        this.#listeners.delete(listener);
        this.#lookIfIdle();
      },
    };
  }

  /** The terminal of this name, whose shell is taken up or started by the first who asks. Rejects with `TooManyTerminalsError`. */
  open(name: string, size: TerminalSize): Promise<Terminal> {
    const known = this.#terminals.get(name);
    if (known) return known;
    const opening = this.#start(name, size);
    this.#terminals.set(name, opening);
    opening.then(
      () => this.#tellNames(),
      () => this.#forget(name, opening),
    );
    return opening;
  }

  /** Ends the shell of this name, whether anybody looks at it or not. */
  async end(name: string, size: TerminalSize): Promise<void> {
    await this.#reached();
    if (this.names.includes(name)) (await this.open(name, size)).hangUp();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#listeners.clear();
    const terminals = [...this.#terminals.values()];
    this.#terminals.clear();
    await Promise.allSettled(terminals.map(async (terminal) => (await terminal)[Symbol.asyncDispose]()));
    await this.#holder?.then(
      ({ link }) => link[Symbol.dispose](),
      () => {},
    );
  }

  async #start(name: string, size: TerminalSize): Promise<Terminal> {
    const { link } = await this.#reached();
    const others = this.names.filter((other) => other !== name);
    if (others.length >= MAX_TERMINALS) throw new TooManyTerminalsError();
    const marks = new ShellMarks();
    const kept = await this.#options.openKept(name, () => terminal.noteStored());
    const { scrollback } = kept;
    const remembered: FinishedCommand[] = [];
    for (const part of scrollback.parts(scrollback.start, scrollback.end)) remembered.push(...marks.feed(part));
    if (remembered.length > 0) this.#options.onCommandsRemembered?.(remembered);
    const terminal: Terminal = new Terminal({
      kept,
      marks,
      size,
      onCommandFinished: this.#options.onCommandFinished,
      onClosed: () => this.#forget(name),
    });
    await attach(link, name, terminal);
    return terminal;
  }

  #reached(): Promise<Reached> {
    this.#holder ??= this.#connect().catch((error: unknown) => {
      this.#holder = undefined;
      throw error;
    });
    return this.#holder;
  }

  async #connect(): Promise<Reached> {
    const signal = AbortSignal.timeout(OPEN_TIMEOUT_MS);
    const { link, names } = await ShellLink.open(await this.sandbox.dial({ kind: 'shells' }, signal), signal);
    this.#others = new Set(names.filter((name) => !this.#terminals.has(name)));
    void link.ended.then(() => this.#lose());
    if (this.#isOver) link[Symbol.dispose]();
    return { link, names: new Set(names) };
  }

  #lose(): void {
    this.#holder = undefined;
    if (!this.#isOver) this.#mend(new Map(this.#terminals)).catch(this.#options.onError);
  }

  /** Takes up the shells of what was open when the way to them broke off. */
  async #mend(open: ReadonlyMap<string, Promise<Terminal>>): Promise<void> {
    const now = performance.now();
    this.#lossesMs = [...this.#lossesMs.filter((ms) => now - ms < LOSSES_WITHIN_MS), now];
    const isWorthIt = open.size > 0 && this.#lossesMs.length <= MAX_LOSSES;
    const reached = isWorthIt ? await this.#reached().catch(() => undefined) : undefined;
    if (!reached) this.#others = new Set();
    for (const [name, opening] of open) {
      // One that was just being opened has failed by itself.
      const terminal = await opening.catch(() => undefined);
      if (!terminal || this.#terminals.get(name) !== opening) continue;
      const isBack = reached?.names.has(name) && (await attach(reached.link, name, terminal).then(isTrue, isFalse));
      if (!isBack) terminal.close('lost');
    }
    this.#tellNames();
    this.#lookIfIdle();
  }

  #forget(name: string, opening?: Promise<Terminal>): void {
    if (opening && this.#terminals.get(name) !== opening) return;
    this.#terminals.delete(name);
    if (this.#isOver) return;
    this.#tellNames();
    this.#lookIfIdle();
  }

  #tellNames(): void {
    this.#others = new Set([...this.#others].filter((name) => !this.#terminals.has(name)));
    for (const listener of this.#listeners) listener(this.names);
    this.#options.onOpenNames?.(this.openNames);
  }

  #lookIfIdle(): void {
    if (this.#holder === undefined && this.#terminals.size === 0 && this.#listeners.size === 0) this.#options.onIdle();
  }
}

const isTrue = () => true;
const isFalse = () => false;

/** Takes the shell of a terminal up, or starts it. */
async function attach(link: ShellLink, name: string, terminal: Terminal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const shell = link.open(
    { name, ...terminal.place },
    terminal.listen({
      onOpened: resolve,
      onFailed: (reason) => reject(new Error(`No shell could be started. ${reason}`)),
    }),
  );
  terminal.connect(shell);
  void link.ended.then(() => reject(new Error('The way to the shells broke off.')));
  await promise;
}
