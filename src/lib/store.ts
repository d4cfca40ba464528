/** A value that others watch. Replaced as a whole, never changed in place. */
export interface Store<State> {
  get(): State;
  set(change: Partial<State>): void;
  /** Returns how to stop watching. */
  subscribe(onChange: () => void): () => void;
}

export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const watcher of [...watchers]) watcher();
    },
    subscribe(onChange) {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
  };
}
