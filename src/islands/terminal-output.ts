import type { IDisposable, Terminal } from '@xterm/xterm';
import type { ScreenOutput } from '../lib/connection.ts';

/** RIS. Written, not called, so that it takes effect behind what is still waiting to be drawn. */
const CLEAR = '\x1bc';

/** The terminal says by itself that it was entered or left, where a program wants to know. */
const FOCUS_REPORT = /^\x1b\[[IO]$/;

/** All that xterm.js answers with a report: where each question's sequence ends. */
const csiQuestions = [
  // Device attributes, three kinds of them; version.
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { prefix: '>', final: 'q' },
  // Status, position of the cursor.
  { final: 'n' },
  { prefix: '?', final: 'n' },
  // Modes.
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  // Turning focus reports on is answered with the first.
  { prefix: '?', final: 'h' },
  // The window.
  { final: 't' },
];
/** Colours: of the palette, text, background, cursor. */
const oscQuestions = [4, 10, 11, 12];
const dcsQuestions = [{ intermediates: '$', final: 'q' }];

export interface OutputEvents {
  onInput(text: string): void;
  onAnswer(text: string): void;
}

/**
 * Writes output, and tells what the learner typed from what the terminal answers to programs. The terminal answers while it reads the question, before
 * anything else can happen; so what it says in that moment is an answer. An answer to replayed output is dropped: it was given long ago.
 */
export class TerminalOutput implements IDisposable {
  readonly #terminal: Terminal;
  readonly #handles: IDisposable[] = [];
  /** Of each piece that waits to be read, the one that is being read in front. */
  readonly #replays: boolean[] = [];
  /** Replayed output that is written in one go, because a terminal that draws every piece takes five times as long. At most what a server keeps. */
  #gathered: Uint8Array[] = [];
  #isAnswering = false;

  constructor(terminal: Terminal, events: OutputEvents) {
    this.#terminal = terminal;
    const { parser } = terminal;
    const listen = () => {
      this.#isAnswering = true;
      // The terminal's own handler comes next.
      return false;
    };
    this.#handles.push(
      ...csiQuestions.map((id) => parser.registerCsiHandler(id, listen)),
      ...oscQuestions.map((id) => parser.registerOscHandler(id, listen)),
      ...dcsQuestions.map((id) => parser.registerDcsHandler(id, listen)),
      terminal.onData((text) => {
        if (!this.#isAnswering && !FOCUS_REPORT.test(text)) events.onInput(text);
        else if (!this.isReplaying) events.onAnswer(text);
      }),
    );
  }

  /** What is being read was written before this page came. */
  get isReplaying(): boolean {
    return this.#replays[0] ?? false;
  }

  /** More of what was written before this page came is still to be read. */
  get isBehind(): boolean {
    return this.#gathered.length > 0 || this.#replays.includes(true);
  }

  /** A terminal that is not open draws nothing: it reads each piece as it comes. */
  write({ bytes, isReplay }: ScreenOutput, onDrawn: () => void): void {
    if (isReplay && this.#terminal.element) {
      this.#gathered.push(bytes);
      onDrawn();
      return;
    }
    this.#flush();
    this.#write({ bytes, isReplay }, onDrawn);
  }

  /** For now, no more comes of what was written before. `onRead` is called once all that came has been read. */
  endReplay(onRead: () => void): void {
    this.#flush();
    this.#terminal.write('', onRead);
  }

  clear(): void {
    this.#flush();
    this.#write({ bytes: new TextEncoder().encode(CLEAR), isReplay: true }, () => {});
  }

  dispose(): void {
    for (const handle of this.#handles) handle.dispose();
  }

  #flush(): void {
    const parts = this.#gathered;
    if (parts.length === 0) return;
    this.#gathered = [];
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    this.#write({ bytes, isReplay: true }, () => {});
  }

  #write({ bytes, isReplay }: ScreenOutput, onDrawn: () => void): void {
    this.#replays.push(isReplay);
    this.#terminal.write(bytes, () => {
      // A piece is read in one go: nobody has typed between a question in it and this.
      this.#isAnswering = false;
      this.#replays.shift();
      onDrawn();
    });
  }
}
