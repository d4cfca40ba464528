import type { IDisposable } from '@xterm/xterm';

/** As long as two short sentences take to be read. */
const SHOWN_MS = 6_000;
/** Who reads without haste takes so long for a character. */
const READ_MS = 80;

/** Tells in the terminal why nothing happened, to who sees; screen readers are told otherwise. */
export class TerminalNote implements IDisposable {
  readonly #element = document.createElement('p');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(place: HTMLElement) {
    this.#element.className = 'terminal-note';
    this.#element.hidden = true;
    this.#element.setAttribute('aria-hidden', 'true');
    place.append(this.#element);
  }

  show(text: string): void {
    this.#element.textContent = text;
    this.#element.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#element.hidden = true;
      },
      Math.max(SHOWN_MS, text.length * READ_MS),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#element.remove();
  }
}
