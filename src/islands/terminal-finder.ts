import { type ISearchOptions, SearchAddon } from '@xterm/addon-search';
import type { IDisposable, Terminal } from '@xterm/xterm';
import type { Theme } from '../lib/theme.ts';
import { findColors } from './terminal-theme.ts';

/** Found places that are marked and counted; more would be slow to mark, and are no search any more. */
const MAX_FOUND = 1_000;
const MAX_TEXT_LENGTH = 1_000;

export interface Found {
  /** Counted from 0; -1 where there are too many to tell. */
  readonly index: number;
  readonly count: number;
}

/** Searches the screen and its history. */
export class TerminalFinder implements IDisposable {
  readonly #terminal: Terminal;
  readonly #addon = new SearchAddon({ highlightLimit: MAX_FOUND });
  readonly #theme: () => Theme;
  readonly #onFound: (found: Found | undefined) => void;
  #isActive = false;
  #isCaseSensitive = false;

  constructor(terminal: Terminal, theme: () => Theme, onFound: (found: Found | undefined) => void) {
    this.#terminal = terminal;
    this.#theme = theme;
    this.#onFound = onFound;
    terminal.loadAddon(this.#addon);
    this.#addon.onDidChangeResults(({ resultIndex, resultCount }) => {
      if (this.#isActive) onFound({ index: resultIndex, count: resultCount });
    });
  }

  find(text: string, direction: 'next' | 'previous', isCaseSensitive: boolean): void {
    if (text === '') return this.end();
    // The addon looks for another text anew, but not for the same in another way.
    if (isCaseSensitive !== this.#isCaseSensitive) this.#addon.clearDecorations();
    this.#isCaseSensitive = isCaseSensitive;
    this.#isActive = true;
    const options: ISearchOptions = { caseSensitive: isCaseSensitive, decorations: findColors[this.#theme()] };
    const cut = text.slice(0, MAX_TEXT_LENGTH);
    if (direction === 'next') this.#addon.findNext(cut, options);
    else this.#addon.findPrevious(cut, options);
  }

  /** What was found last stays selected, to be copied. */
  end(): void {
    if (!this.#isActive) return;
    this.#clear();
    this.#onFound(undefined);
  }

  dispose(): void {
    this.#addon.dispose();
  }

  #clear(): void {
    this.#isActive = false;
    const range = this.#terminal.getSelectionPosition();
    this.#addon.clearDecorations();
    if (range && range.start.y === range.end.y)
      this.#terminal.select(range.start.x, range.start.y, range.end.x - range.start.x);
  }
}
