/** What this browser remembers between visits. None of it is needed: storage that is full or forbidden only forgets. */
export type RememberedKey =
  /** The server knows this browser, so asking it for progress is worth a request. */
  | 'drydock.known'
  /** `learner`, `instructor` or `admin`, as the server said last. */
  | 'drydock.role'
  /** The name of the account that is signed in; nothing where none is. */
  | 'drydock.account'
  /** The name of the class that the learner is in, as the server said last; empty for none. */
  | 'drydock.class'
  /** The name that the learner goes by in classes, as they gave it last. */
  | 'drydock.class-name'
  /** The classes that this browser's person is in, as my-classes.ts writes them; their lesson pages ask the server for help. */
  | 'drydock.classes'
  /** The class whose staff's pages were open last, by its id. */
  | 'drydock.tended-class'
  /** `open`, `popped` (in a window of its own) or `closed`: how the terminal stood when the learner left. */
  | 'drydock.terminal'
  /** The tabs, as terminal-layout.ts writes them. */
  | 'drydock.layout'
  /** The size of the terminals' text, in px. */
  | 'drydock.text-size'
  /** What fitted a terminal's place last, as terminal-sizing.ts writes it. */
  | 'drydock.terminal-size'
  /** `on` where the terminals are for a screen reader. */
  | 'drydock.reader-mode'
  /** The desk's sizes, as desk-view.ts writes them; read by a script in the lesson's page, too. */
  | 'drydock.desk'
  /** What is open of the learner's files, as open-files.ts writes it. */
  | 'drydock.files'
  /** What was written in the editor and not saved, as kept-drafts.ts writes it. */
  | 'drydock.drafts'
  /** The points of checklists that are ticked, a line each. */
  | 'drydock.checklist'
  /** The slug of the lesson that was open last. */
  | 'drydock.lesson'
  /** Where exercises are on the learner's own machine, as a person would write it; empty in a sandbox. Read by the script in the head of every page, too. */
  | 'drydock.machine'
  /** The section that was read last of each lesson, as reading-place.ts writes it. */
  | 'drydock.read'
  /** The heights that a lesson's tasks had, as task-room.ts writes them; read by a script in the lesson's page, too. */
  | 'drydock.room'
  /** `off` where nothing is to move when an exercise is done. */
  | 'drydock.celebrate'
  /** `off` where keys without Ctrl are the browser's own. */
  | 'drydock.single-keys'
  /** What a certificate is made out to. It goes nowhere else. */
  | 'drydock.name'
  /** `light` or `dark`, where the learner chose; read by the script in the head of every page, too. */
  | 'drydock.theme';

export function recall(key: RememberedKey): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: RememberedKey, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forgotten, then.
  }
}

/** Forgets everything but how the reader likes pages to look. */
export function forgetAll(): void {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith('drydock.') && key !== 'drydock.theme');
    for (const key of keys) localStorage.removeItem(key);
  } catch {
    // There is nothing to forget.
  }
}

export function forget(key: RememberedKey): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // There is nothing to forget.
  }
}
