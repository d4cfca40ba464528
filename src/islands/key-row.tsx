import { useEffect, useRef } from 'preact/hooks';
import type { HeldKeys, ScreenKey } from '../lib/key-sequences.ts';

/** A key that is held down repeats like one of a keyboard. */
const REPEAT_AFTER_MS = 400;
const REPEAT_EVERY_MS = 60;

interface RowKey {
  readonly key: ScreenKey;
  readonly face: string;
  /** For screen readers, where the face says little. */
  readonly label?: string;
  readonly repeats?: boolean;
}

/** Two rows of seven, with the arrows as they lie on a keyboard. */
const KEYS: readonly (RowKey | keyof HeldKeys)[] = [
  { key: 'Escape', face: 'Esc', label: 'Escape' },
  { key: '/', face: '/', label: 'Slash' },
  { key: '|', face: '|', label: 'Pipe' },
  { key: '-', face: '-', label: 'Hyphen' },
  { key: 'Home', face: 'Home' },
  { key: 'Up', face: '↑', label: 'Arrow up', repeats: true },
  { key: 'End', face: 'End' },
  { key: 'Tab', face: 'Tab' },
  'ctrl',
  'alt',
  { key: '~', face: '~', label: 'Tilde' },
  { key: 'Left', face: '←', label: 'Arrow left', repeats: true },
  { key: 'Down', face: '↓', label: 'Arrow down', repeats: true },
  { key: 'Right', face: '→', label: 'Arrow right', repeats: true },
];

const modifierFaces: Readonly<Record<keyof HeldKeys, string>> = { ctrl: 'Ctrl', alt: 'Alt' };

interface KeyRowProps {
  readonly held: HeldKeys;
  readonly onPress: (key: ScreenKey) => void;
  readonly onHold: (modifier: keyof HeldKeys) => void;
}

/** The keys that keyboards on screens do not have. Pressing them leaves the focus, and so the keyboard, where it is. */
export function KeyRow({ held, onPress, onHold }: KeyRowProps) {
  const repeating = useRef<ReturnType<typeof setTimeout>>();
  const hasRepeated = useRef(false);
  const stop = () => clearTimeout(repeating.current);
  useEffect(() => stop, []);

  const keepFocus = (event: Event) => event.preventDefault();
  const repeat = (key: ScreenKey, delayMs: number) => {
    repeating.current = setTimeout(() => {
      hasRepeated.current = true;
      onPress(key);
      repeat(key, REPEAT_EVERY_MS);
    }, delayMs);
  };
  const rowKey = ({ key, face, label, repeats }: RowKey) => (
    <button
      key={key}
      type="button"
      aria-label={label}
      onMouseDown={keepFocus}
      onPointerDown={(event) => {
        stop();
        hasRepeated.current = false;
        if (repeats && event.isPrimary) repeat(key, REPEAT_AFTER_MS);
      }}
      onPointerUp={stop}
      onPointerCancel={stop}
      onPointerLeave={stop}
      onClick={() => {
        // The press that ends with this click has done its work.
        if (!hasRepeated.current) onPress(key);
        hasRepeated.current = false;
      }}
    >
      {face}
    </button>
  );
  const modifierKey = (name: keyof HeldKeys) => (
    <button key={name} type="button" aria-pressed={held[name]} onMouseDown={keepFocus} onClick={() => onHold(name)}>
      {modifierFaces[name]}
    </button>
  );
  return (
    <div class="key-row" role="toolbar" aria-label="Keys">
      {KEYS.map((key) => (typeof key === 'string' ? modifierKey(key) : rowKey(key)))}
    </div>
  );
}
