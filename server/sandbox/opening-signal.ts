/**
 * Runs `open` under a signal that means nothing any more once it has opened: Node would otherwise cut an open connection off when the
 * signal of its opening fires later.
 */
export async function openUnder<Opened>(
  signal: AbortSignal,
  open: (signal: AbortSignal) => Promise<Opened>,
): Promise<Opened> {
  signal.throwIfAborted();
  const opening = new AbortController();
  const abort = () => opening.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await open(opening.signal);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
