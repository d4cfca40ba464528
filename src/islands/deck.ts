import type {
  CommandBlock,
  Connection,
  RunOutcome,
  TerminalLink,
  TerminalScreen,
  TerminalSize,
} from '../lib/connection.ts';
import { type HeldKeys, NOTHING_HELD, type ScreenKey } from '../lib/key-sequences.ts';
import { pageState } from '../lib/page-state.ts';
import { recall, remember } from '../lib/remembered.ts';
import { runningCommand } from '../lib/shell-commands.ts';
import { createStore } from '../lib/store.ts';
import {
  activateTerminal,
  addTerminal,
  closeTerminal,
  formatLayout,
  freeName,
  joinTerminals,
  neighbour,
  parseLayout,
  reconcileLayout,
  shareLayout,
  splitTerminals,
  type TerminalLayout,
} from '../lib/terminal-layout.ts';
import { FIRST_TERMINAL } from '../shared/ids.ts';
import { createTerminalScreen, type InteractiveScreen } from './terminal-screen.ts';

/** While a divider is dragged the size changes with each move; a shell draws its prompt anew at each. */
const RESIZE_EVERY_MS = 100;

/** A command that is over sooner does not become its tab's name, which would only flicker. */
const NAMED_AFTER_MS = 600;

/** A new tab is drawn within a frame or two. */
const DRAWN_WITHIN_MS = 5_000;

const DEFAULT_TEXT_SIZE = 13;
export const MIN_TEXT_SIZE = 9;
export const MAX_TEXT_SIZE = 24;

export interface TerminalView {
  readonly phase: 'waiting' | 'open' | 'exited' | 'lost';
  /** The command that runs in it. */
  readonly running: string | undefined;
  /** The command that has run long enough to be the tab's name. */
  readonly name: string | undefined;
  /** Another window has set the shell's size. */
  readonly isForeign: boolean;
  readonly found: { readonly index: number; readonly count: number } | undefined;
}

const NEW_VIEW: TerminalView = {
  phase: 'waiting',
  running: undefined,
  name: undefined,
  isForeign: false,
  found: undefined,
};

export interface DeckState {
  readonly layout: TerminalLayout;
  /** Terminals that have been seen on this page, and so have a screen. */
  readonly drawn: readonly string[];
  readonly views: Readonly<Record<string, TerminalView>>;
  /** Modifiers of the key row that wait for their key. */
  readonly held: HeldKeys;
  /** The terminal that is being searched. */
  readonly searched: string | undefined;
  readonly textSize: number;
  readonly isReaderMode: boolean;
}

export interface DeckEvents {
  /** The last terminal was closed. */
  onEmpty(): void;
  /** The learner asked to get out by the keyboard. */
  onLeave(): void;
  onSay(text: string): void;
  confirmPaste(text: string): Promise<boolean>;
}

interface Shell {
  readonly place: HTMLElement;
  readonly screen: InteractiveScreen;
  link: TerminalLink | undefined;
  resizing: ReturnType<typeof setTimeout> | undefined;
  naming: ReturnType<typeof setTimeout> | undefined;
}

/** The terminals of one page: which there are, how each stands, and what can be done with them. terminal-deck.tsx draws it. */
export class Deck implements Disposable {
  readonly state = createStore<DeckState>(rememberedState());
  readonly #events: DeckEvents;
  readonly #shells = new Map<string, Shell>();
  /** Shells that may be opened: those that run or may be started. Of a remembered tab nobody knows at first whether it still runs. */
  readonly #wanted: Set<string>;
  /** Closed here; the server has not said yet that they ended. */
  readonly #ending = new Set<string>();
  readonly #waiting = new Map<string, (shell: Shell) => void>();
  #connection: Connection | undefined;
  #toFocus: string | undefined;
  #unfollow: (() => void) | undefined;

  constructor(events: DeckEvents) {
    this.#events = events;
    this.#wanted = new Set(this.state.get().layout.tabs.filter((name) => name === FIRST_TERMINAL));
  }

  [Symbol.dispose](): void {
    this.#unfollow?.();
    for (const name of [...this.#shells.keys()]) this.#remove(name);
    this.#connection = undefined;
  }

  /** Opens what is on the deck, and follows which shells run. */
  connect(connection: Connection): void {
    if (this.#connection) return;
    this.#connection = connection;
    for (const name of this.#shells.keys()) this.#link(name);
    let seen: readonly string[] | undefined;
    const follow = () => {
      const { terminals, status } = pageState.get();
      // What was closed while nobody listened goes on.
      if (status.state !== 'ready' && status.state !== 'paused') this.#ending.clear();
      if (terminals && terminals !== seen) this.#reconcile(terminals);
      seen = terminals;
    };
    this.#unfollow = pageState.subscribe(follow);
    follow();
  }

  /** Gives a terminal its place on the page, which must be visible. Returns how to take it away. */
  draw(name: string, place: HTMLElement): () => void {
    const { textSize, isReaderMode } = this.state.get();
    const screen = createTerminalScreen(
      place,
      { fontSize: textSize, isReaderMode },
      {
        onInput: (text) => {
          this.#release();
          this.#shells.get(name)?.link?.type(text);
        },
        onAnswer: (text) => this.#shells.get(name)?.link?.answer(text),
        onResize: () => this.#tellSize(name),
        onRestart: () => this.#shells.get(name)?.link?.reopen(),
        onLeave: () => this.#events.onLeave(),
        onState: (state) => {
          this.#view(name, { phase: state });
          if (state === 'exited' || state === 'lost') this.#noteRunning(name, undefined);
        },
        // Most programs only repeat the prompt there; what runs is known better from the shell.
        onTitle: () => {},
        onCommands: (commands) => this.#noteRunning(name, runningCommand(commands)?.text),
        onFound: (found) => this.#view(name, { found }),
        confirmPaste: (text) => this.#events.confirmPaste(text),
        onSay: (text) => this.#events.onSay(text),
      },
    );
    const shell: Shell = { place, screen, link: undefined, resizing: undefined, naming: undefined };
    this.#shells.set(name, shell);
    this.#view(name, NEW_VIEW);
    this.#link(name);
    this.#waiting.get(name)?.(shell);
    this.noteShown(name);
    return () => {
      if (this.#shells.get(name) === shell) this.#remove(name);
    };
  }

  screen(name: string = this.state.get().layout.active): InteractiveScreen | undefined {
    return this.#shells.get(name)?.screen;
  }

  /** Shows a terminal; the focus stays where it is. */
  activate(name: string): void {
    this.#arrange(activateTerminal(this.state.get().layout, name));
  }

  /** Moves the focus into a terminal, at the latest when it is on the page. */
  focus(name: string = this.state.get().layout.active): void {
    this.#toFocus = name;
    this.noteShown(name);
  }

  /** A terminal may be on the page now. */
  noteShown(name: string = this.state.get().layout.active): void {
    const shell = this.#shells.get(name);
    if (this.#toFocus !== name || !shell?.place.checkVisibility({ visibilityProperty: true })) return;
    this.#toFocus = undefined;
    shell.screen.focus();
  }

  /** Adds a terminal and starts its shell. `undefined` where there are as many as there can be. */
  add(): string | undefined {
    const name = this.#freeName();
    if (name === undefined) return undefined;
    this.#wanted.add(name);
    this.#arrange(addTerminal(this.state.get().layout, name));
    this.focus(name);
    return name;
  }

  canAdd(): boolean {
    return this.#freeName() !== undefined;
  }

  /** Shows the next terminal beside the active one, or a new one where it is alone. */
  split(): void {
    const { layout } = this.state.get();
    const beside = neighbour(layout) ?? this.#freeName();
    if (beside === undefined) return;
    this.#wanted.add(beside);
    this.#arrange(splitTerminals(layout, beside));
    this.focus(beside);
  }

  join(): void {
    this.#arrange(joinTerminals(this.state.get().layout));
    this.focus();
  }

  share(share: number): void {
    this.#arrange(shareLayout(this.state.get().layout, share));
  }

  /** Ends a terminal's shell and takes its tab away. */
  close(name: string): void {
    const link = this.#shells.get(name)?.link;
    if (link) {
      this.#ending.add(name);
      link.end();
    }
    this.#remove(name);
    const { layout, drawn, views, searched } = this.state.get();
    const { [name]: _, ...others } = views;
    this.state.set({
      drawn: drawn.filter((each) => each !== name),
      views: others,
      searched: searched === name ? undefined : searched,
    });
    const left = closeTerminal(layout, name);
    if (left) {
      this.#arrange(left);
      this.focus();
      return;
    }
    remember('drydock.layout', '');
    this.#events.onEmpty();
  }

  /** Whether this page knows what runs in it. */
  isKnown(name: string): boolean {
    return this.#shells.get(name)?.link !== undefined;
  }

  /** Has a lesson's command block typed into the active terminal, or a new one. */
  async run(block: CommandBlock, isNew: boolean): Promise<RunOutcome | 'full'> {
    if (isNew && this.add() === undefined) return 'full';
    const { active } = this.state.get().layout;
    const shell = await this.#drawnShell(active);
    if (!shell) return 'unsent';
    const phase = this.state.get().views[active]?.phase;
    if (phase === 'exited' || phase === 'lost') shell.link?.reopen();
    const outcome = (await shell.link?.run(block)) ?? 'unsent';
    if (outcome === 'typed') this.focus(active);
    return outcome;
  }

  /** Starts the active terminal's shell again where it has ended; `false` where it has not. */
  goOn(): boolean {
    const { layout, views } = this.state.get();
    const phase = views[layout.active]?.phase;
    const link = this.#shells.get(layout.active)?.link;
    if (!link || (phase !== 'exited' && phase !== 'lost')) return false;
    link.reopen();
    return true;
  }

  /** Presses a key of the key row in the active terminal, with what is held. */
  press(key: ScreenKey): void {
    this.screen()?.press(key, this.state.get().held);
    this.#release();
  }

  /** Holds a modifier until the next key, or lets go of it. */
  hold(modifier: keyof HeldKeys): void {
    const { held } = this.state.get();
    const next = { ...held, [modifier]: !held[modifier] };
    this.state.set({ held: next });
    this.screen()?.hold(next);
  }

  /** Draws the active terminal, and its shell, in this window's size again. */
  fit(name: string): void {
    this.#shells.get(name)?.link?.resize();
    this.focus(name);
  }

  search(name: string | undefined): void {
    this.state.set({ searched: name });
  }

  enlarge(by: number): void {
    const textSize = Math.min(MAX_TEXT_SIZE, Math.max(MIN_TEXT_SIZE, this.state.get().textSize + by));
    this.state.set({ textSize });
    remember('drydock.text-size', String(textSize));
    for (const { screen } of this.#shells.values()) screen.setFontSize(textSize);
  }

  setReaderMode(isReaderMode: boolean): void {
    this.state.set({ isReaderMode });
    remember('drydock.reader-mode', isReaderMode ? 'on' : 'off');
    for (const { screen } of this.#shells.values()) screen.setReaderMode(isReaderMode);
  }

  #freeName(): string | undefined {
    return freeName([...this.state.get().layout.tabs, ...this.#ending, ...(pageState.get().terminals ?? [])]);
  }

  #arrange(layout: TerminalLayout): void {
    const drawn = [...new Set([...this.state.get().drawn, ...layout.panes])].filter((name) =>
      layout.tabs.includes(name),
    );
    this.state.set({ layout, drawn });
    remember('drydock.layout', formatLayout(layout));
    for (const name of this.#shells.keys()) this.#link(name);
  }

  #reconcile(terminals: readonly string[]): void {
    for (const name of this.#ending) if (!terminals.includes(name)) this.#ending.delete(name);
    const running = terminals.filter((name) => !this.#ending.has(name));
    const holds = [...this.#shells].filter(([, { link }]) => link !== undefined).map(([name]) => name);
    const layout = reconcileLayout(this.state.get().layout, running, holds);
    for (const name of layout.tabs) this.#wanted.add(name);
    this.#arrange(layout);
  }

  #link(name: string): void {
    const shell = this.#shells.get(name);
    if (!shell || shell.link || !this.#connection || !this.#wanted.has(name)) return;
    const { screen } = shell;
    const watched: TerminalScreen = {
      write: (output, onDrawn) => screen.write(output, onDrawn),
      endReplay: () => screen.endReplay(),
      clear: () => screen.clear(),
      size: () => screen.size(),
      adopt: (size) => {
        screen.adopt(size);
        this.#view(name, { isForeign: !isSame(size, screen.size()) });
      },
      setState: (state) => screen.setState(state),
      tell: (text) => screen.tell(text),
    };
    shell.link = this.#connection.openTerminal(name, watched);
  }

  #remove(name: string): void {
    const shell = this.#shells.get(name);
    if (!shell) return;
    this.#shells.delete(name);
    this.#wanted.delete(name);
    clearTimeout(shell.resizing);
    clearTimeout(shell.naming);
    shell.link?.close();
    shell.screen[Symbol.dispose]();
  }

  #tellSize(name: string): void {
    const shell = this.#shells.get(name);
    if (!shell) return;
    this.#view(name, { isForeign: false });
    shell.resizing ??= setTimeout(() => {
      shell.resizing = undefined;
      shell.link?.resize();
    }, RESIZE_EVERY_MS);
  }

  #noteRunning(name: string, text: string | undefined): void {
    const shell = this.#shells.get(name);
    // The screen may say so while it is being made.
    if (!shell || this.state.get().views[name]?.running === text) return;
    clearTimeout(shell.naming);
    this.#view(name, { running: text, name: undefined });
    if (text !== undefined) shell.naming = setTimeout(() => this.#view(name, { name: text }), NAMED_AFTER_MS);
  }

  #release(): void {
    const { held } = this.state.get();
    if (!held.ctrl && !held.alt) return;
    this.state.set({ held: NOTHING_HELD });
    this.screen()?.hold(NOTHING_HELD);
  }

  #view(name: string, change: Partial<TerminalView>): void {
    if (!this.#shells.has(name)) return;
    const { views } = this.state.get();
    this.state.set({ views: { ...views, [name]: { ...(views[name] ?? NEW_VIEW), ...change } } });
  }

  #drawnShell(name: string): Promise<Shell | undefined> {
    const shell = this.#shells.get(name);
    if (shell) return Promise.resolve(shell);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), DRAWN_WITHIN_MS);
      this.#waiting.set(name, (drawn) => {
        clearTimeout(timer);
        this.#waiting.delete(name);
        resolve(drawn);
      });
    });
  }
}

function isSame(one: TerminalSize, other: TerminalSize): boolean {
  return one.cols === other.cols && one.rows === other.rows;
}

function rememberedState(): DeckState {
  const layout = parseLayout(recall('drydock.layout'));
  const size = Math.round(Number(recall('drydock.text-size') ?? DEFAULT_TEXT_SIZE));
  return {
    layout,
    drawn: layout.panes,
    views: {},
    held: NOTHING_HELD,
    searched: undefined,
    textSize: size >= MIN_TEXT_SIZE && size <= MAX_TEXT_SIZE ? size : DEFAULT_TEXT_SIZE,
    isReaderMode: recall('drydock.reader-mode') === 'on',
  };
}
