/** The text of a page's first `<h1>`, tags inside it left out; `undefined` when there is none. */
export function heading(page: string): string | undefined {
  const inner = /<h1\b[^>]*>([\s\S]*?)<\/h1>/i.exec(page)?.[1];
  return inner
    ?.replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
