import { FitAddon } from '@xterm/addon-fit';
import type { IDisposable, Terminal } from '@xterm/xterm';
import type { TerminalSize } from '../lib/connection.ts';
import { recall, remember } from '../lib/remembered.ts';

/** The protocol's bounds (`sizeSchema`): a page can be larger than any shell has to be. */
const MAX_COLS = 500;
const MAX_ROWS = 300;

/** Keeps the terminal as large as its place, unless another page has set the size: then it is drawn in that one, and scrolled where it does not fit. */
export class TerminalSizing implements IDisposable {
  readonly #terminal: Terminal;
  readonly #view: HTMLElement;
  readonly #fit = new FitAddon();
  readonly #onResize: () => void;
  readonly #observer: ResizeObserver;
  /** Present once it is measured. */
  #follower: IDisposable | undefined;
  /** Where the view was scrolled to last by itself; elsewhere, the learner looks at something. */
  #followedTo = 0;
  #own: TerminalSize;

  /** `view` holds the terminal's element and nothing else. Nothing is measured before `start`. */
  constructor(terminal: Terminal, view: HTMLElement, onResize: () => void) {
    this.#terminal = terminal;
    this.#view = view;
    this.#onResize = onResize;
    terminal.loadAddon(this.#fit);
    this.#own = { cols: terminal.cols, rows: terminal.rows };
    this.#observer = new ResizeObserver(() => this.refit());
  }

  /**
   * Takes the size that fitted last in a place like this one; where nothing can be measured yet, that of another place will do meanwhile. False where there was none:
   * the terminal has to be open to be measured.
   */
  recall(isMeasurable: boolean): boolean {
    const [place, cols, rows] = (recall('drydock.terminal-size') ?? '').split(' ');
    const size = { cols: Number(cols), rows: Number(rows) };
    if ((isMeasurable && place !== this.#place()) || !(size.cols <= MAX_COLS && size.rows <= MAX_ROWS)) return false;
    this.#own = size;
    this.adopt(size);
    return true;
  }

  /** The terminal is open: from now on it is as large as its place. */
  start(): void {
    this.#follower = this.#terminal.onRender(() => this.#follow());
    this.refit();
    this.#observer.observe(this.#view);
  }

  /** What fits the place. A hidden place keeps the size that it had. */
  size(): TerminalSize {
    return this.#own;
  }

  adopt({ cols, rows }: TerminalSize): void {
    const isForeign = cols !== this.#own.cols || rows !== this.#own.rows;
    this.#view.toggleAttribute('data-foreign', isForeign);
    this.#followedTo = this.#view.scrollTop;
    if (cols !== this.#terminal.cols || rows !== this.#terminal.rows) this.#terminal.resize(cols, rows);
  }

  /** Measures the place. What has changed is this page's doing, so its size is taken again. */
  refit(): void {
    const size = this.#measure();
    if (size) remember('drydock.terminal-size', `${this.#place()} ${size.cols} ${size.rows}`);
    if (!size || (size.cols === this.#own.cols && size.rows === this.#own.rows)) return;
    this.#own = size;
    this.adopt(size);
    this.#onResize();
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#follower?.dispose();
  }

  /** Keeps the cursor's line in sight where the terminal is higher than its place. */
  #follow(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#view;
    if (scrollHeight <= clientHeight || scrollTop !== this.#followedTo) return;
    const rowHeight = scrollHeight / this.#terminal.rows;
    const bottom = (this.#terminal.buffer.active.cursorY + 1) * rowHeight + rowHeight;
    if (bottom <= scrollTop + clientHeight && bottom - 2 * rowHeight >= scrollTop) return;
    this.#view.scrollTop = Math.max(0, bottom - clientHeight);
    this.#followedTo = this.#view.scrollTop;
  }

  /** All that the size depends on. */
  #place(): string {
    const { clientWidth, clientHeight } = this.#view;
    return [clientWidth, clientHeight, this.#terminal.options.fontSize, devicePixelRatio].join('/');
  }

  #measure(): TerminalSize | undefined {
    if (!this.#follower || this.#view.clientWidth === 0 || this.#view.clientHeight === 0) return undefined;
    // The scrollbars of another page's size would be measured as well.
    const isForeign = this.#view.hasAttribute('data-foreign');
    this.#view.removeAttribute('data-foreign');
    const size = this.#fit.proposeDimensions();
    this.#view.toggleAttribute('data-foreign', isForeign);
    if (!size || Number.isNaN(size.cols) || Number.isNaN(size.rows)) return undefined;
    return { cols: Math.min(size.cols, MAX_COLS), rows: Math.min(size.rows, MAX_ROWS) };
  }
}
