import type { IDisposable, Terminal } from '@xterm/xterm';
import { cleanPastedText, isPasteToConfirm } from '../lib/pasted-text.ts';
import { isApple } from './terminal-keys.ts';

export interface ClipboardEvents {
  confirmPaste(text: string): Promise<boolean>;
  onSay(text: string): void;
  /** Nothing was copied or pasted, and why. */
  onTrouble(text: string): void;
}

/** Copying and pasting, by whatever way the learner and the browser take. */
export class TerminalClipboard implements IDisposable {
  readonly #terminal: Terminal;
  readonly #place: HTMLElement;
  readonly #events: ClipboardEvents;
  readonly #end = new AbortController();
  #isAsking = false;

  constructor(terminal: Terminal, place: HTMLElement, events: ClipboardEvents) {
    this.#terminal = terminal;
    this.#place = place;
    this.#events = events;
    const { signal } = this.#end;
    // Before the terminal sees it: keys, the browser's menus and the middle button all end here.
    const paste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      event.preventDefault();
      event.stopPropagation();
      void this.#pasteText(text);
    };
    place.addEventListener('paste', paste, { capture: true, signal });
    // The browser's own menu.
    const copy = (event: ClipboardEvent) => {
      if (!terminal.hasSelection()) return;
      event.clipboardData?.setData('text/plain', this.#selection());
      event.preventDefault();
      event.stopPropagation();
      this.#events.onSay('Copied.');
    };
    place.addEventListener('copy', copy, { capture: true, signal });
  }

  /** Resolves with whether the selection is in the clipboard. */
  async copy(): Promise<boolean> {
    const text = this.#selection();
    if (text === '') {
      this.#events.onTrouble('Nothing is selected in the terminal.');
      return false;
    }
    const isCopied = await copyText(text);
    // So that the next Ctrl+C interrupts.
    if (isCopied) this.#terminal.clearSelection();
    if (isCopied) this.#events.onSay('Copied.');
    else
      this.#events.onTrouble('The browser does not allow to copy. Right-click the selection and copy by its own menu.');
    return isCopied;
  }

  /** Pastes what a button asks for. A browser may not let a page read the clipboard; then the learner hears how else. */
  async paste(): Promise<void> {
    this.#terminal.focus();
    const text = await navigator.clipboard?.readText?.().catch(() => undefined);
    if (text === undefined) {
      const keys = isApple() ? 'Command V' : 'Ctrl Shift V';
      return this.#events.onTrouble(`The browser lets only you paste here: press ${keys}, or use its own menu.`);
    }
    await this.#pasteText(text);
  }

  dispose(): void {
    this.#end.abort();
  }

  /** Without the empty lines below the prompt. */
  #selection(): string {
    return this.#terminal.getSelection().replace(/\s+$/, '');
  }

  async #pasteText(pasted: string): Promise<void> {
    const text = cleanPastedText(pasted);
    // One question at a time; a second paste meanwhile is a key held down.
    if (text === '' || this.#isAsking) return;
    if (isPasteToConfirm(text, this.#terminal.modes.bracketedPasteMode)) {
      this.#isAsking = true;
      const isMeant = await this.#events.confirmPaste(text).finally(() => {
        this.#isAsking = false;
      });
      if (this.#end.signal.aborted || !this.#place.isConnected) return;
      this.#terminal.focus();
      if (!isMeant) return;
    }
    this.#terminal.paste(text);
  }
}

/** Pages that came over plain HTTP from another machine have no `navigator.clipboard`; there a selected field is copied. */
export async function copyText(text: string): Promise<boolean> {
  const isWritten = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  return isWritten || copyByField(text);
}

function copyByField(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('aria-hidden', 'true');
  field.style.cssText = 'position:fixed;top:0;opacity:0';
  // In an open dialog, for what is outside of one can't be focused.
  (before?.closest('dialog') ?? document.body).append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
}
