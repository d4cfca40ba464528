/** What we use of the search that Pagefind makes beside the built pages: setup/build-search.ts. Its worker has a policy of its own, so pages need not allow WebAssembly. */
export interface Pagefind {
  /** Resolves with `null` where another search was begun meanwhile. */
  debouncedSearch(term: string, options: object, afterMs: number): Promise<{ results: FoundPage[] } | null>;
}

interface FoundPage {
  readonly id: string;
  data(): Promise<FoundText>;
}

/** `excerpt` is HTML: text, with what was found in `<mark>`. */
export interface FoundText {
  readonly url: string;
  readonly meta: Readonly<Record<string, string | undefined>>;
  readonly sub_results: readonly { readonly title: string; readonly url: string; readonly excerpt: string }[];
}

const ADDRESS = '/pagefind/pagefind.js';

/** Rejects where it can't be loaded. */
export async function loadPagefind(): Promise<Pagefind> {
  return import(/* @vite-ignore */ ADDRESS);
}
