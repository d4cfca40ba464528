/** What this browser remembers between visits. None of it is needed: storage that is full or forbidden only forgets. */
export type RememberedKey =
  /** The server knows this browser, so asking it for progress is worth a request. */
  | 'drydock.known'
  /** `learner` or `instructor`, as the server said last. */
  | 'drydock.role'
  /** The terminal was open when the learner left. */
  | 'drydock.terminal'
  /** The slug of the lesson that was open last. */
  | 'drydock.lesson'
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
