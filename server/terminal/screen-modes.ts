/**
 * Modes that outlive the output that set them, with those that are on in a new terminal: keys, line wrap, cursor, mouse and focus reports, alternate screen, marked pastes.
 * Source: xterm's control sequences, DECSET.
 */
const modes: ReadonlyMap<number, boolean> = new Map([
  // In front: what follows belongs to it.
  ...[47, 1047, 1049].map((mode) => [mode, false] as const),
  ...[1, 6, 66, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 2004].map((mode) => [mode, false] as const),
  ...[7, 25].map((mode) => [mode, true] as const),
]);

const ALTERNATE = [47, 1047, 1049];
/** The keypad's, which has sequences of its own. */
const KEYPAD = 66;

const ESC = 0x1b;
const code = (character: string) => character.charCodeAt(0);

/** A sequence with more is no program's. */
const MAX_PARAMETERS_LENGTH = 64;

type Place = 'text' | 'escape' | 'control' | 'private' | 'reset';

/** Follows in a terminal's output which of its modes are set, so that a screen can be put into them without what set them. Pieces may be cut anywhere. */
export class ScreenModes {
  readonly #set = new Map<number, boolean>();
  #place: Place = 'text';
  #parameters = '';

  /** `sequences`: what another one's `sequences` were. */
  constructor(sequences = '') {
    this.feed(Buffer.from(sequences, 'latin1'));
  }

  /** A program has the whole screen to itself. */
  get isAlternate(): boolean {
    return ALTERNATE.some((mode) => this.#set.get(mode));
  }

  /** What puts a new terminal into these modes, with the beginning of a sequence that was cut off; `''` where they are a new one's. */
  get sequences(): string {
    let text = '';
    for (const [mode, isUsual] of modes) {
      const isSet = this.#set.get(mode) ?? isUsual;
      if (isSet === isUsual) continue;
      text += mode === KEYPAD ? '\x1b=' : `\x1b[?${mode}${isSet ? 'h' : 'l'}`;
    }
    return text + this.#begun;
  }

  get #begun(): string {
    switch (this.#place) {
      case 'text':
        return '';
      case 'escape':
        return '\x1b';
      case 'control':
        return '\x1b[';
      case 'reset':
        return '\x1b[!';
      case 'private':
        return `\x1b[?${this.#parameters}`;
    }
  }

  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 1) {
      if (this.#place === 'text') {
        at = bytes.indexOf(ESC, at);
        if (at < 0) return;
        this.#place = 'escape';
      } else this.#take(bytes[at] ?? 0);
    }
  }

  #take(byte: number): void {
    const place = this.#place;
    this.#place = byte === ESC ? 'escape' : 'text';
    if (place !== 'private') this.#parameters = '';
    if (byte === ESC) return;
    switch (place) {
      case 'escape':
        if (byte === code('[')) this.#place = 'control';
        else if (byte === code('c')) this.#set.clear();
        else if (byte === code('=') || byte === code('>')) this.#set.set(KEYPAD, byte === code('='));
        return;
      case 'control':
        if (byte === code('?')) this.#place = 'private';
        else if (byte === code('!')) this.#place = 'reset';
        return;
      case 'reset':
        if (byte === code('p')) for (const mode of [1, 6, 7, 25, KEYPAD]) this.#set.delete(mode);
        return;
      case 'private':
        return this.#takeParameter(byte);
      case 'text':
    }
  }

  #takeParameter(byte: number): void {
    const isPart = (byte >= code('0') && byte <= code('9')) || byte === code(';');
    if (isPart && this.#parameters.length < MAX_PARAMETERS_LENGTH) {
      this.#parameters += String.fromCharCode(byte);
      this.#place = 'private';
      return;
    }
    if (byte !== code('h') && byte !== code('l')) return;
    for (const mode of this.#parameters.split(';').map(Number)) {
      if (modes.has(mode)) this.#set.set(mode, byte === code('h'));
    }
  }
}
