import type { HelpId } from '../../src/shared/help-views.ts';
import type { LearnerId, SandboxId } from '../../src/shared/ids.ts';
import { encodeOutputFrame, type ServerMessage } from '../../src/shared/protocol/index.ts';
import type { ExerciseState } from '../../src/shared/views.ts';
import { LearnerError } from '../errors.ts';
import type { TerminalGuest, TerminalSize } from '../terminal/terminal.ts';
import type { Terminals } from '../terminal/terminals.ts';
import type { HelpDesk } from './help-desk.ts';

export interface HelpLookOptions {
  readonly session: HelpId;
  readonly helperId: LearnerId;
  readonly learnerId: LearnerId;
  readonly desk: HelpDesk;
  readonly terminals: Pick<Terminals, 'watch' | 'opened'>;
  readonly sandboxOf: (learnerId: LearnerId) => Promise<SandboxId | undefined>;
  readonly tasksOf: (learnerId: LearnerId, exercises: readonly string[]) => Promise<readonly ExerciseState[]>;
  readonly use: (sandboxId: SandboxId) => void;
  /** A channel that nothing else on this socket has. */
  readonly freeChannel: () => number;
  readonly send: (message: ServerMessage) => void;
  readonly sendBytes: (bytes: Uint8Array) => void;
  readonly onError: (error: unknown) => void;
}

interface Place {
  readonly channel: number;
  readonly sandboxId: SandboxId;
  guest: TerminalGuest | undefined;
}

/** What one helper's page sees of one learner, as long as the session lets it: the terminals that the learner has open, and their tasks. Nothing is started or woken for it. */
export class HelpLook implements Disposable {
  readonly #options: HelpLookOptions;
  readonly #places = new Map<string, Place>();
  #sandboxId: SandboxId | undefined;
  #watching: Disposable | undefined;
  #toldTasks = '';
  #isLooking = false;
  #isOver = false;

  constructor(options: HelpLookOptions) {
    this.#options = options;
  }

  get channels(): readonly number[] {
    return [...this.#places.values()].map(({ channel }) => channel);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#watching?.[Symbol.dispose]();
    for (const { guest } of this.#places.values()) guest?.[Symbol.dispose]();
    this.#places.clear();
  }

  /** Looks where the learner's sandbox is and what their tasks say, and tells what is news. */
  async look(): Promise<void> {
    if (this.#isLooking || this.#isOver) return;
    this.#isLooking = true;
    try {
      await this.#followSandbox();
      await this.#tellTasks();
    } catch (error) {
      this.#options.onError(error);
    } finally {
      this.#isLooking = false;
    }
  }

  async open(name: string, window: number | undefined): Promise<void> {
    const { session, helperId, desk, terminals, freeChannel, send, sendBytes } = this.#options;
    await this.#followSandbox();
    const sandboxId = this.#sandboxId;
    this.#leave(name);
    const opening = sandboxId && terminals.opened(sandboxId, name);
    if (!sandboxId || !opening) {
      throw new LearnerError(
        'terminal-failed',
        'The learner has no such terminal open now. It is shown when they open it.',
      );
    }
    const place: Place = { channel: freeChannel(), sandboxId, guest: undefined };
    this.#places.set(name, place);
    const terminal = await opening.catch(() => undefined);
    // While it was being opened the learner may have ended this, and the page may have gone.
    if (!terminal || this.#isOver || this.#places.get(name) !== place || !desk.mayLook(session, helperId)) {
      if (this.#places.get(name) === place) this.#places.delete(name);
      return;
    }
    const { channel } = place;
    let start: { from: number; live: number; modes: string } | undefined;
    let size: TerminalSize | undefined;
    const tellOpened = () => {
      if (start && size) send({ type: 'help.opened', session, terminal: name, channel, ...start, ...size });
    };
    place.guest = terminal.admit(
      {
        onStart: (from, live, modes) => {
          start = { from, live, modes };
          tellOpened();
        },
        onResized: (to) => {
          const isFirst = size === undefined;
          size = to;
          if (isFirst) tellOpened();
          else send({ type: 'help.resized', session, terminal: name, ...to });
        },
        onOutput: (offset, bytes) => {
          if (!this.#isOver && desk.mayLook(session, helperId))
            sendBytes(encodeOutputFrame({ channel, offset, bytes }));
        },
        onClosed: (reason) => {
          if (this.#places.get(name) === place) this.#places.delete(name);
          send({ type: 'help.closed', session, terminal: name, reason });
        },
      },
      window,
    );
  }

  acknowledge(name: string, offset: number): void {
    this.#places.get(name)?.guest?.acknowledge(offset);
  }

  /** Whether the channel is one of these; what is typed there goes to the shell only while both may type. */
  type(channel: number, bytes: Uint8Array): boolean {
    const { session, helperId, desk, use } = this.#options;
    for (const { channel: number, guest, sandboxId } of this.#places.values()) {
      if (number !== channel) continue;
      const known = desk.session(session);
      if (!guest || !known || this.#isOver || !desk.mayType(session, helperId)) return true;
      guest.type(bytes);
      use(sandboxId);
      desk.noteTyped(known, false);
      return true;
    }
    return false;
  }

  #leave(name: string): void {
    this.#places.get(name)?.guest?.[Symbol.dispose]();
    this.#places.delete(name);
  }

  async #followSandbox(): Promise<void> {
    const { learnerId, sandboxOf, terminals, session, send } = this.#options;
    const sandboxId = await sandboxOf(learnerId);
    if (this.#isOver || (sandboxId === this.#sandboxId && this.#watching)) return;
    this.#watching?.[Symbol.dispose]();
    for (const name of [...this.#places.keys()]) this.#leave(name);
    this.#sandboxId = sandboxId;
    let told: string | undefined;
    const tell = (names: readonly string[]) => {
      if (told === names.join()) return;
      told = names.join();
      send({ type: 'help.terminals', session, terminals: [...names] });
    };
    if (sandboxId) this.#watching = terminals.watch(sandboxId, tell);
    else {
      this.#watching = undefined;
      tell([]);
    }
  }

  async #tellTasks(): Promise<void> {
    const { desk, session, learnerId, helperId, tasksOf, send } = this.#options;
    const known = desk.session(session);
    if (!known) return;
    const states = await tasksOf(learnerId, desk.placeOf(known)?.exercises ?? []);
    if (this.#isOver || !desk.mayLook(session, helperId)) return;
    const shown = states.map(withoutAnswers);
    const text = JSON.stringify(shown);
    if (text === this.#toldTasks) return;
    this.#toldTasks = text;
    send({ type: 'help.tasks', session, exercises: shown });
  }
}

/** What the learner has entered, and whether they looked at the solution, is not what they agreed to show. */
function withoutAnswers(state: ExerciseState): ExerciseState {
  return { ...state, solution: null, tasks: state.tasks.map((task) => ({ ...task, answer: null })) };
}
