import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { TerminalScreen } from '../lib/connection.ts';
import { type HeldKeys, holdKeys, keySequence, NOTHING_HELD, type ScreenKey } from '../lib/key-sequences.ts';
import type { ShellCommand, TranscriptEntry } from '../lib/shell-commands.ts';
import { currentTheme, watchTheme } from '../lib/theme.ts';
import '../styles/terminal-screen.css';
import { TerminalClipboard } from './terminal-clipboard.ts';
import { type Found, TerminalFinder } from './terminal-finder.ts';
import { fontFamily, isFontThere, waitForFont, watchFont } from './terminal-font.ts';
import { createKeyHandler } from './terminal-keys.ts';
import { connectLinks } from './terminal-links.ts';
import { TerminalMarks } from './terminal-marks.ts';
import { TerminalNote } from './terminal-note.ts';
import { TerminalOutput } from './terminal-output.ts';
import { TerminalRenderer } from './terminal-renderer.ts';
import { TerminalSizing } from './terminal-sizing.ts';
import { readTranscript } from './terminal-text.ts';
import { terminalThemes } from './terminal-theme.ts';
import { watchTitle } from './terminal-title.ts';
import { connectTouch } from './terminal-touch.ts';

/** As many lines as the server keeps, at a hundred bytes a line. */
const SCROLLBACK_LINES = 10_000;

/** A screen to which nothing comes is shown as it is. */
const OPEN_AFTER_MS = 1_000;

export interface TerminalScreenEvents {
  /** What the learner typed, pasted, or did with the mouse where a program listens to it. */
  onInput(text: string): void;
  /** What the terminal itself says to a program that asked it. */
  onAnswer(text: string): void;
  /** Another size fits the place now. */
  onResize(): void;
  /** Enter was pressed where no shell is. */
  onRestart(): void;
  /** The learner asked to get out by the keyboard. */
  onLeave(): void;
  onState(state: 'open' | 'waiting' | 'exited' | 'lost'): void;
  /** What a program calls the window: at most 100 characters, none of them a control character. */
  onTitle(title: string): void;
  /** The commands of which something is kept, the oldest first. */
  onCommands(commands: readonly ShellCommand[]): void;
  /** `index` counts from 0, and is -1 where too much was found to tell; `undefined`: nothing is searched. */
  onFound(found: Found | undefined): void;
  /** A paste of several lines where the program does not take pastes as such, or a very long one. Resolves with true to go on. */
  confirmPaste(text: string): Promise<boolean>;
  /** For screen readers, and for who wonders why nothing happened. */
  onSay(text: string): void;
}

export interface FindOptions {
  readonly isCaseSensitive?: boolean;
}

export interface InteractiveScreen extends TerminalScreen, Disposable {
  focus(): void;
  /** Presses a key that a button on the screen stands for. */
  press(key: ScreenKey, held: HeldKeys): void;
  /** Holds modifiers for the next typed character. */
  hold(modifiers: HeldKeys): void;
  /** Resolves with whether the selection is in the clipboard. */
  copy(): Promise<boolean>;
  paste(): Promise<void>;
  selectAll(): void;
  find(text: string, direction: 'next' | 'previous', options?: FindOptions): void;
  endFind(): void;
  /** Scrolls to a command, from the one jumped to before or else from what is on the screen. */
  jump(to: 'previous' | 'next'): void;
  /** The oldest first. */
  transcript(): readonly TranscriptEntry[];
  setReaderMode(isOn: boolean): void;
  setFontSize(px: number): void;
}

export interface ScreenOptions {
  /** In px. */
  readonly fontSize: number;
  readonly isReaderMode: boolean;
}

/**
 * Draws a terminal into an element that is on the page. Where its size is known from before, it is drawn only when it has read what was written before this page
 * came: an open terminal takes twice as long for that.
 */
export function createTerminalScreen(
  place: HTMLElement,
  { fontSize, isReaderMode }: ScreenOptions,
  events: TerminalScreenEvents,
): InteractiveScreen {
  Terminal.strings.promptLabel = 'Terminal. Shift and Escape leave it.';
  const view = document.createElement('div');
  view.className = 'terminal-view';
  place.append(view);
  const terminal = new Terminal({
    // For graphemes, and marks beside lines.
    allowProposedApi: true,
    fontFamily,
    fontSize,
    screenReaderMode: isReaderMode,
    fontWeightBold: 700,
    // The font's own, at which its boxes join.
    lineHeight: 1,
    scrollback: SCROLLBACK_LINES,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    macOptionClickForcesSelection: true,
    minimumContrastRatio: 4.5,
    rescaleOverlappingGlyphs: true,
    theme: terminalThemes[currentTheme()],
  });
  const disposables: { dispose(): void }[] = [];
  const register = <Part extends { dispose(): void }>(part: Part): Part => {
    disposables.push(part);
    return part;
  };

  terminal.loadAddon(new UnicodeGraphemesAddon());
  let hasEnded = false;
  let held = NOTHING_HELD;
  const enter = (text: string) => {
    marks.leaveJump();
    if (!hasEnded) events.onInput(text);
    else if (text === '\r') events.onRestart();
  };
  const typed = (text: string) => {
    const sent = holdKeys(text, held);
    held = NOTHING_HELD;
    enter(sent);
  };
  const output = register(new TerminalOutput(terminal, { onInput: typed, onAnswer: events.onAnswer }));
  const marks = register(new TerminalMarks(terminal, events));
  const note = register(new TerminalNote(place));
  const tell = (text: string) => {
    note.show(text);
    events.onSay(text);
  };
  const clipboard = register(
    new TerminalClipboard(terminal, place, {
      confirmPaste: (text) => events.confirmPaste(text),
      onSay: (text) => events.onSay(text),
      onTrouble: tell,
    }),
  );
  const finder = register(new TerminalFinder(terminal, currentTheme, (found) => events.onFound(found)));
  const sizing = register(new TerminalSizing(terminal, view, () => events.onResize()));
  const refit = () => sizing.refit();
  let renderer: TerminalRenderer | undefined;
  const open = () => {
    if (renderer || !view.isConnected) return;
    clearTimeout(opening);
    terminal.open(view);
    // It hears of the history that it has already when its size changes. One row more and less takes nothing from either screen.
    const { cols, rows } = terminal;
    terminal.resize(cols, rows + 1);
    terminal.resize(cols, rows);
    // A shell that is given another size draws its prompt anew, over the end of output that has no line end. So a size that is known stands until the font is there.
    if (opening === undefined) sizing.start();
    else void waitForFont(terminal).then(() => view.isConnected && sizing.start());
    renderer = register(new TerminalRenderer(terminal, refit));
  };
  const opening = sizing.recall(isFontThere(terminal)) ? setTimeout(open, OPEN_AFTER_MS) : undefined;
  register({ dispose: () => clearTimeout(opening) });
  register(watchFont(terminal, refit));
  register(watchTitle(terminal, output, (title) => events.onTitle(title)));
  register(connectLinks(terminal, place));
  const actions = {
    leave: () => events.onLeave(),
    copy: () => void clipboard.copy(),
    paste: () => void clipboard.paste(),
    clear: () => terminal.clear(),
    selectAll: () => terminal.selectAll(),
    jump: (to: 'previous' | 'next') => marks.jump(to),
    type: enter,
  };
  register(connectTouch(terminal, view, actions));
  terminal.attachCustomKeyEventHandler(createKeyHandler(terminal, actions));
  register({
    dispose: watchTheme((theme) => {
      terminal.options.theme = terminalThemes[theme];
    }),
  });

  if (opening === undefined) open();

  return {
    write: (written, onDrawn) => output.write(written, onDrawn),
    endReplay: () => output.endReplay(open),
    clear: () => output.clear(),
    size: () => sizing.size(),
    adopt: (size) => sizing.adopt(size),
    setState: (state) => {
      hasEnded = state === 'exited' || state === 'lost';
      events.onState(state);
    },
    tell,
    focus: () => {
      open();
      terminal.focus();
    },
    press: (key, modifiers) => {
      terminal.scrollToBottom();
      enter(keySequence(key, modifiers, terminal.modes.applicationCursorKeysMode));
    },
    hold: (modifiers) => {
      held = modifiers;
    },
    copy: () => clipboard.copy(),
    paste: () => clipboard.paste(),
    selectAll: () => terminal.selectAll(),
    find: (text, direction, { isCaseSensitive = false } = {}) => finder.find(text, direction, isCaseSensitive),
    endFind: () => finder.end(),
    jump: (to) => marks.jump(to),
    transcript: () => readTranscript(terminal, marks.list()),
    setReaderMode: (isOn) => {
      terminal.options.screenReaderMode = isOn;
    },
    setFontSize: (px) => {
      terminal.options.fontSize = px;
      renderer?.space();
      refit();
    },
    [Symbol.dispose]: () => {
      for (const part of disposables.toReversed()) part.dispose();
      terminal.dispose();
      view.remove();
    },
  };
}
