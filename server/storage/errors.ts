/** The store can't be opened. The message is for whoever operates it: what happened and what to do; no password is in it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
