/** A key that a button on the screen presses: one with a name, or one character. */
export type ScreenKey =
  | 'Escape'
  | 'Tab'
  | 'Enter'
  | 'Up'
  | 'Down'
  | 'Left'
  | 'Right'
  | 'Home'
  | 'End'
  | 'PageUp'
  | 'PageDown'
  // Any one character; the names above stay in sight of the editor.
  | (string & {});

export interface HeldKeys {
  readonly ctrl: boolean;
  readonly alt: boolean;
}

export const NOTHING_HELD: HeldKeys = { ctrl: false, alt: false };

const ESC = '\x1b';

/** Final characters of `CSI`. */
const cursorKeys: Readonly<Record<string, string>> = { Up: 'A', Down: 'B', Right: 'C', Left: 'D', Home: 'H', End: 'F' };
/** Numbers in front of `~`. */
const pageKeys: Readonly<Record<string, string>> = { PageUp: '5', PageDown: '6' };
const plainKeys: Readonly<Record<string, string>> = { Escape: ESC, Tab: '\t', Enter: '\r' };

/** Characters that keyboards make into control characters beside the letters. */
const controls: Readonly<Record<string, string>> = {
  ' ': '\0',
  '@': '\0',
  '2': '\0',
  '[': ESC,
  '3': ESC,
  '\\': '\x1c',
  '4': '\x1c',
  ']': '\x1d',
  '5': '\x1d',
  '^': '\x1e',
  '6': '\x1e',
  _: '\x1f',
  '/': '\x1f',
  '-': '\x1f',
  '7': '\x1f',
  '?': '\x7f',
  '8': '\x7f',
};

/** What a terminal sends for a key. Source: xterm's control sequences, "PC-Style Function Keys". */
export function keySequence(key: ScreenKey, held: HeldKeys, isApplicationCursor: boolean): string {
  const modifier = 1 + (held.alt ? 2 : 0) + (held.ctrl ? 4 : 0);
  const cursor = cursorKeys[key];
  if (cursor !== undefined) {
    if (modifier > 1) return `${ESC}[1;${modifier}${cursor}`;
    return `${ESC}${isApplicationCursor ? 'O' : '['}${cursor}`;
  }
  const page = pageKeys[key];
  if (page !== undefined) return `${ESC}[${page}${modifier > 1 ? `;${modifier}` : ''}~`;
  const plain = plainKeys[key];
  if (plain !== undefined) return held.alt ? ESC + plain : plain;
  return holdKeys(key, held);
}

/** Typed text as if its first character had been typed with these keys held. Sequences of keys without a character stay as they are. */
export function holdKeys(text: string, held: HeldKeys): string {
  const [first] = text;
  if (first === undefined || first === ESC) return text;
  const character = held.ctrl ? controlled(first) : first;
  return (held.alt ? ESC : '') + character + text.slice(first.length);
}

function controlled(character: string): string {
  const letter = character.toUpperCase();
  if (/^[A-Z]$/.test(letter)) return String.fromCharCode(letter.charCodeAt(0) - 64);
  return controls[character] ?? character;
}
