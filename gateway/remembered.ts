/** What `ask` resolves with, asked again when the last answer is older than this. */
export function remembered<Answer>(
  forMs: number,
  now: () => number,
  ask: () => Promise<Answer>,
): () => Promise<Answer> {
  let last: { readonly at: number; readonly answer: Promise<Answer> } | undefined;
  return () => {
    if (!last || now() - last.at > forMs) last = { at: now(), answer: ask() };
    return last.answer;
  };
}
