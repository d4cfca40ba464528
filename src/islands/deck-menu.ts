import { type Deck, MAX_TEXT_SIZE, MIN_TEXT_SIZE } from './deck.ts';
import type { MenuItem } from './terminal-menu.tsx';

interface DeckMenuOptions {
  readonly deck: Deck;
  readonly state: { readonly isSplit: boolean; readonly textSize: number; readonly isReaderMode: boolean };
  readonly onPopOut: (() => void) | undefined;
  readonly onClose: () => void;
}

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** What can be done with the active terminal. */
export function deckMenu({ deck, state, onPopOut, onClose }: DeckMenuOptions): readonly (readonly MenuItem[])[] {
  const keys = (mac: readonly string[], other: readonly string[]) => (isMac() ? mac : other);
  const jump = (to: 'previous' | 'next') => {
    deck.focus();
    deck.screen()?.jump(to);
  };
  return [
    [
      {
        label: 'Copy',
        keys: keys(['⌘', 'C'], ['Ctrl', 'Shift', 'C']),
        act: () => {
          deck.focus();
          void deck.screen()?.copy();
        },
      },
      {
        label: 'Paste',
        keys: keys(['⌘', 'V'], ['Ctrl', 'Shift', 'V']),
        act: () => {
          deck.focus();
          void deck.screen()?.paste();
        },
      },
      {
        label: 'Find…',
        keys: keys(['⌘', 'F'], ['Ctrl', 'Shift', 'F']),
        act: () => deck.search(deck.state.get().layout.active),
      },
    ],
    [
      { label: 'Previous command', keys: keys(['⌘', '⇧', '↑'], ['Ctrl', 'Shift', '↑']), act: () => jump('previous') },
      { label: 'Next command', keys: keys(['⌘', '⇧', '↓'], ['Ctrl', 'Shift', '↓']), act: () => jump('next') },
      { label: 'Transcript…', act: () => void showTranscriptOf(deck) },
    ],
    [
      {
        label: 'Bigger text',
        isDisabled: state.textSize >= MAX_TEXT_SIZE,
        staysOpen: true,
        act: () => deck.enlarge(1),
      },
      {
        label: 'Smaller text',
        isDisabled: state.textSize <= MIN_TEXT_SIZE,
        staysOpen: true,
        act: () => deck.enlarge(-1),
      },
      { label: 'Screen reader mode', isOn: state.isReaderMode, act: () => deck.setReaderMode(!state.isReaderMode) },
    ],
    [
      state.isSplit
        ? { label: 'One terminal at a time', act: () => deck.join() }
        : { label: 'Split', act: () => deck.split() },
      ...(onPopOut ? [{ label: 'Open in a window of its own', act: onPopOut }] : []),
      { label: 'Close', act: onClose },
    ],
  ];
}

async function showTranscriptOf(deck: Deck): Promise<void> {
  const { showTranscript } = await import('./terminal-transcript.tsx');
  showTranscript(deck.screen()?.transcript() ?? []);
}
