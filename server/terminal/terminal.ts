import { ACK_WINDOW_BYTES, DRAWING_WINDOW_BYTES } from '../../src/shared/protocol/index.ts';
import { raceSignal } from '../domain/race-signal.ts';
import { pastedCommand } from './pasted-command.ts';
import type { KeptScrollback } from './scrollback-file.ts';
import type { LinkedShell, LinkListener, LinkOpening } from './shell-link.ts';
import type { FinishedCommand, ShellMarks } from './shell-marks.ts';

/** Small enough that a key's echo never waits long behind a flood on the same socket. */
const MAX_FRAME_BYTES = 32 * 1024;

/** What a page keeps, and a screen beneath it. */
const REPLAYED_LINES = 10_000 + 300;

/** How far a shell that nobody looks at may be ahead of what was received: no further than who comes next can catch up with at once. */
const UNSEEN_WINDOW_BYTES = DRAWING_WINDOW_BYTES;

/** How long a new shell may take to its first prompt, and a prompt that was just printed to be noticed, in ms. */
const PROMPT_TIMEOUT_MS = 10_000;

/** A prompt is printed in milliseconds; a shell that wants no pastes marked is not waited for longer. */
const PASTE_READY_MS = 250;

export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

export interface TerminalListener {
  /**
   * Output follows from this offset on; what lies before `live` was there already. `modes` puts a new screen into the modes that it has at `from`. Called first, and again
   * where a slow listener has fallen behind what is kept.
   */
  onStart(from: number, live: number, modes: string): void;
  onOutput(offset: number, bytes: Uint8Array): void;
  /** The shell has another size than this listener said last. */
  onResized(size: TerminalSize): void;
  onClosed(reason: 'exited' | 'lost'): void;
}

/** One page's place at a terminal. */
export interface TerminalSubscription extends Disposable {
  type(bytes: Uint8Array): void;
  /** SPEC rule 15. */
  answer(bytes: Uint8Array): void;
  /** SPEC rule 14. */
  resize(size: TerminalSize): void;
  /** SPEC rule 13. */
  acknowledge(offset: number): void;
}

/** A guest's place at a terminal: they see what is on the screen and what comes, and have no say in its size and pace. */
export interface TerminalGuest extends Disposable {
  /** Whoever calls it has asked whether they may. */
  type(bytes: Uint8Array): void;
  /** SPEC rule 13, for the guest alone. */
  acknowledge(offset: number): void;
}

interface Subscriber {
  readonly listener: TerminalListener;
  readonly windowBytes: number;
  size: TerminalSize;
  sent: number;
  acknowledged: number;
  /** What lies before it was there when the subscriber came. */
  live: number;
  /** Where it begins anew when it has fallen behind what is kept. */
  readonly begin: () => number;
}

export interface TerminalOptions {
  readonly kept: KeptScrollback;
  /** Follows the output. */
  readonly marks: ShellMarks;
  readonly size: TerminalSize;
  /** A shell's own hint that a command has ended. */
  readonly onCommandFinished: (command: FinishedCommand) => void;
  readonly onClosed: () => void;
}

/** One shell, and everybody who looks at it. Each subscriber gets every byte once, at their own pace. */
export class Terminal implements AsyncDisposable {
  readonly #options: TerminalOptions;
  readonly #subscribers = new Set<Subscriber>();
  readonly #guests = new Set<Subscriber>();
  /** Somebody waits for the shell's next sign. */
  #heard: PromiseWithResolvers<void> | undefined;
  #shell: LinkedShell | undefined;
  #size: TerminalSize;
  /** Who typed last. */
  #typist: Subscriber | undefined;
  #limit = 0;
  /** Output below this offset was there when the link was made: what of it is not here is on its way. */
  #known = 0;
  #stored = 0;
  #isOver = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#size = options.size;
  }

  /** What a link needs to know to take the shell up where the output ends that is here. */
  get place(): Omit<LinkOpening, 'name'> {
    return { ...this.#size, offset: this.#options.kept.scrollback.end, windowBytes: UNSEEN_WINDOW_BYTES };
  }

  /** Hears the shell over a link; `onOpened` once it is there, `onFailed` where it could not be started. */
  listen(events: { onOpened: () => void; onFailed: (reason: string) => void }): LinkListener {
    const { kept } = this.#options;
    return {
      onOpened: (offset, end) => {
        // The holder no longer has what would follow, or it is another's: the listeners start again.
        if (offset !== kept.scrollback.end) kept.restart(offset);
        this.#known = end;
        this.#limit = offset + UNSEEN_WINDOW_BYTES;
        this.#stored = 0;
        events.onOpened();
        this.#setFlow();
      },
      onOutput: (_offset, bytes) => this.#receive(bytes),
      onExited: () => this.close('exited'),
      onFailed: events.onFailed,
    };
  }

  /** Takes a shell up, for the first time or over another link. */
  connect(shell: LinkedShell): void {
    this.#shell = shell;
  }

  /** More output is in the file. */
  noteStored(): void {
    this.#setFlow();
  }

  /** SPEC rules 12 and 13. */
  subscribe(
    after: number | null,
    size: TerminalSize,
    listener: TerminalListener,
    windowBytes = ACK_WINDOW_BYTES,
  ): TerminalSubscription {
    const { scrollback } = this.#options.kept;
    const end = Math.max(scrollback.end, this.#known);
    // A server that was killed has not stored all that its pages had drawn.
    const canResume = after !== null && after >= scrollback.start && after <= end;
    const from = canResume ? after : scrollback.beginOfLastLines(REPLAYED_LINES);
    const subscriber: Subscriber = {
      listener,
      windowBytes,
      size,
      sent: from,
      acknowledged: from,
      live: end,
      begin: () => scrollback.beginOfLastLines(REPLAYED_LINES),
    };
    this.#subscribers.add(subscriber);
    const modes = canResume ? undefined : scrollback.modesAt(from);
    listener.onStart(from, end, modes?.sequences ?? '');
    // What a full-screen program drew before is not all there: it draws anew when its size changes.
    if (modes?.isAlternate) this.#shell?.resize(size.cols, Math.max(1, size.rows - 1));
    this.#resize(subscriber, size, modes?.isAlternate);
    this.#send(subscriber);
    this.#setFlow();
    return {
      type: (bytes) => {
        this.#typist = subscriber;
        this.#shell?.type(bytes);
      },
      answer: (bytes) => {
        const [oldest] = this.#subscribers;
        if (subscriber === (this.#typist ?? oldest)) this.#shell?.type(bytes);
      },
      resize: (to) => this.#resize(subscriber, to),
      acknowledge: (offset) => {
        this.#acknowledge(subscriber, offset);
        this.#setFlow();
      },
      [Symbol.dispose]: () => this.#leave(subscriber),
    };
  }

  /** SPEC rule 34: a guest who looks on, in the size that the shell has, beginning with what is on the screen now. */
  admit(listener: TerminalListener, windowBytes = ACK_WINDOW_BYTES): TerminalGuest {
    const { scrollback } = this.#options.kept;
    const begin = () => scrollback.beginOfScreen(this.#size.rows);
    const from = begin();
    const live = scrollback.end;
    const guest: Subscriber = { listener, windowBytes, size: this.#size, sent: from, acknowledged: from, live, begin };
    this.#guests.add(guest);
    const modes = scrollback.modesAt(from);
    listener.onStart(from, live, modes.sequences);
    listener.onResized(this.#size);
    // What a full-screen program drew before may not be all there: it draws anew when its size changes, and is given its own back at once.
    if (modes.isAlternate) {
      const { cols, rows } = this.#size;
      this.#shell?.resize(cols, Math.max(1, rows - 1));
      this.#shell?.resize(cols, rows);
    }
    this.#send(guest);
    return {
      type: (bytes) => this.#shell?.type(bytes),
      acknowledge: (offset) => this.#acknowledge(guest, offset),
      [Symbol.dispose]: () => void this.#guests.delete(guest),
    };
  }

  /** Types a command at the shell's prompt, in place of what is half typed there. Resolves with false, and has typed nothing, where something else runs. */
  async run(command: string): Promise<boolean> {
    const { marks } = this.#options;
    // A new shell has not said anything yet; one that says nothing of itself is asked all the same.
    await this.#until(() => marks.phase !== 'unknown', PROMPT_TIMEOUT_MS);
    // The mark before a prompt comes before the shell is ready for a paste.
    if (marks.phase === 'prompt') await this.#until(() => marks.takesPastes, PASTE_READY_MS);
    if (marks.phase === 'running' || marks.phase === 'continuation') return false;
    return this.#shell?.typeAtPrompt(pastedCommand(command, marks.takesPastes)) ?? false;
  }

  /** Ends the shell. */
  hangUp(): void {
    this.#shell?.hangUp();
  }

  close(reason: 'exited' | 'lost'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#shell = undefined;
    this.#tellHeard();
    this.#options.onClosed();
    for (const { listener } of [...this.#subscribers, ...this.#guests]) listener.onClosed(reason);
    this.#subscribers.clear();
    this.#guests.clear();
    void this.#options.kept[Symbol.asyncDispose]();
  }

  /** Leaves the shell running. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#shell = undefined;
    this.#tellHeard();
    this.#subscribers.clear();
    this.#guests.clear();
    await this.#options.kept[Symbol.asyncDispose]();
  }

  #receive(bytes: Uint8Array): void {
    const { kept, marks, onCommandFinished } = this.#options;
    kept.append(bytes);
    for (const subscriber of this.#subscribers) this.#send(subscriber);
    this.#setFlow();
    for (const guest of this.#guests) this.#send(guest);
    for (const command of marks.feed(bytes)) onCommandFinished(command);
    this.#tellHeard();
  }

  #acknowledge(subscriber: Subscriber, offset: number): void {
    subscriber.acknowledged = Math.max(subscriber.acknowledged, Math.min(offset, subscriber.sent));
    this.#send(subscriber);
  }

  /** Until it holds, the shell is over, or so many ms have gone by. */
  async #until(holds: () => boolean, timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    while (!holds() && !signal.aborted && !this.#isOver) {
      this.#heard ??= Promise.withResolvers();
      await raceSignal(this.#heard.promise, signal).catch(() => {});
    }
  }

  #tellHeard(): void {
    this.#heard?.resolve();
    this.#heard = undefined;
  }

  #send(subscriber: Subscriber): void {
    const { scrollback } = this.#options.kept;
    if (subscriber.sent > scrollback.end && subscriber.sent <= this.#known) return;
    if (subscriber.sent < scrollback.start || subscriber.sent > scrollback.end) {
      // Only one that has drawn all it was sent starts again: its socket's queue must not grow.
      if (subscriber.acknowledged < subscriber.sent) return;
      subscriber.sent = subscriber.begin();
      subscriber.acknowledged = subscriber.sent;
      subscriber.live = scrollback.end;
      subscriber.listener.onStart(subscriber.sent, subscriber.live, scrollback.modesAt(subscriber.sent).sequences);
    }
    const { acknowledged, windowBytes, live } = subscriber;
    // What is replayed has an end, and is not worth a wait for a page that is just being drawn.
    const replayLimit = Math.min(live, acknowledged + ACK_WINDOW_BYTES);
    const limit = Math.min(scrollback.end, Math.max(acknowledged + windowBytes, replayLimit));
    while (subscriber.sent < limit) {
      const bytes = scrollback.read(subscriber.sent, Math.min(MAX_FRAME_BYTES, limit - subscriber.sent));
      subscriber.listener.onOutput(subscriber.sent, bytes);
      subscriber.sent += bytes.length;
    }
  }

  /** The shell may be a window ahead of the quickest of its listeners, and of what was received where it has none. */
  #setFlow(): void {
    const { scrollback, stored } = this.#options.kept;
    let limit = this.#subscribers.size > 0 ? this.#limit : Math.max(this.#limit, scrollback.end + UNSEEN_WINDOW_BYTES);
    let stepBytes = UNSEEN_WINDOW_BYTES / 2;
    for (const { acknowledged, windowBytes } of this.#subscribers) {
      if (acknowledged + windowBytes < limit) continue;
      limit = acknowledged + windowBytes;
      stepBytes = windowBytes / 2;
    }
    // Said in steps, because a key's echo is not worth a word to the holder: of half a window, so that it sends the other half meanwhile.
    if (limit - this.#limit < stepBytes && stored - this.#stored < stepBytes) return;
    this.#limit = limit;
    this.#stored = stored;
    this.#shell?.allow(limit, stored);
  }

  #resize(by: Subscriber, size: TerminalSize, isAnyway = false): void {
    by.size = size;
    if (size.cols === this.#size.cols && size.rows === this.#size.rows && !isAnyway) return;
    this.#size = size;
    this.#shell?.resize(size.cols, size.rows);
    for (const other of [...this.#subscribers, ...this.#guests]) if (other !== by) other.listener.onResized(size);
  }

  #leave(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber)) return;
    if (this.#typist === subscriber) this.#typist = undefined;
    const heir = this.#typist ?? [...this.#subscribers].at(-1);
    // The window that is left need not go on in the size of one that is gone.
    if (heir && (heir.size.cols !== this.#size.cols || heir.size.rows !== this.#size.rows)) {
      heir.listener.onResized(heir.size);
      this.#resize(heir, heir.size);
    }
    this.#setFlow();
  }
}
