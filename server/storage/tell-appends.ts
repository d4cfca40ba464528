import type { Store } from './port.ts';

/** The same store, which tells when something was appended to one of its logs through it. */
export function tellAppends(store: Store, onAppended: () => void): Store {
  return {
    ...store,
    appendAttempt: (attempt) => store.appendAttempt(attempt).then(onAppended),
    appendDeed: (deed) => store.appendDeed(deed).then(onAppended),
  };
}
