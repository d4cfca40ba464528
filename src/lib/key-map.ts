/** Keys that are pressed together, each as it stands on the keyboard. `Ctrl` is `⌘` on Apple's keyboards, unless `isCtrlEverywhere`. */
export interface KeyLine {
  readonly keys: readonly string[];
  readonly does: string;
  readonly isCtrlEverywhere?: boolean;
}

export interface KeyGroup {
  readonly place: string;
  readonly lines: readonly KeyLine[];
}

/** Every key of the platform, where it holds: the one list that the dialog is drawn from. */
export const keyMap: readonly KeyGroup[] = [
  {
    place: 'On every page',
    lines: [
      { keys: ['/'], does: 'Search the course' },
      { keys: ['Ctrl', 'K'], does: 'Search the course, also from a field' },
      { keys: ['?'], does: 'Show this list' },
      { keys: ['Esc'], does: 'Close what is open' },
    ],
  },
  {
    place: 'The desk',
    lines: [
      { keys: ['Ctrl', '`'], does: 'Hide the desk, or show it and go there', isCtrlEverywhere: true },
      { keys: ['←', '→'], does: 'On a tab: the one beside it' },
      { keys: ['←', '→', '↑', '↓'], does: 'On a line between parts: move it. With Shift further; Enter puts it back' },
    ],
  },
  {
    place: 'The terminal',
    lines: [
      { keys: ['Shift', 'Esc'], does: 'Leave it, for who has no mouse' },
      { keys: ['Ctrl', 'Shift', 'C'], does: 'Copy what is selected' },
      { keys: ['Ctrl', 'Shift', 'V'], does: 'Paste' },
      { keys: ['Ctrl', 'Shift', 'F'], does: 'Find in its output' },
      { keys: ['Ctrl', 'Shift', '↑'], does: 'The command before' },
      { keys: ['Ctrl', 'Shift', '↓'], does: 'The next command' },
      { keys: ['Enter'], does: 'On its tab: go in. Where the shell has ended: start another' },
      { keys: ['Delete'], does: 'On its tab: close it' },
    ],
  },
  {
    place: 'Files',
    lines: [
      { keys: ['Ctrl', 'S'], does: 'Save' },
      { keys: ['Ctrl', 'F'], does: 'Find in the file' },
      { keys: ['Esc', 'Tab'], does: 'Leave the text: one after the other' },
      { keys: ['F2'], does: 'On a file: rename it' },
      { keys: ['Delete'], does: 'On a file: remove it, which is asked first. On its tab: close it' },
    ],
  },
  {
    place: 'Images',
    lines: [
      { keys: ['↑', '↓'], does: 'The image, layer or file beside' },
      { keys: ['←', '→'], does: 'On a folder: close it, or open it' },
      { keys: ['Enter'], does: 'Show what is marked' },
    ],
  },
];
