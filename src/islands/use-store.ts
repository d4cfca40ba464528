import { useEffect, useState } from 'preact/hooks';
import type { Store } from '../lib/store.ts';

/** A part of a store's state; the component is drawn again when that part changes. */
export function useStore<State, Part>(store: Store<State>, select: (state: State) => Part): Part {
  const [part, setPart] = useState(() => select(store.get()));
  useEffect(() => {
    const update = () => setPart(() => select(store.get()));
    // The state may have changed between the first drawing and now.
    update();
    return store.subscribe(update);
  }, [store]);
  return part;
}
