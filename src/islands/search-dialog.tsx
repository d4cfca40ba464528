import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import '../styles/search.css';
import { type FoundText, loadPagefind, type Pagefind } from '../lib/pagefind.ts';
import { FoundPage } from './found-page.tsx';
import { showDialog } from './show-dialog.tsx';

/** A pause in typing: before it, results would change under the eye. */
const PAUSE_MS = 120;

/** Whoever does not find it among these asks in other words. */
const MAX_PAGES = 8;

type Result =
  | { readonly kind: 'nothing-asked' | 'searching' | 'unavailable' }
  | { readonly kind: 'found'; readonly pages: readonly FoundText[]; readonly count: number };

/** Opens the search over the whole course. */
export function showSearch(): void {
  showDialog((close) => <SearchDialog onClose={close} />);
}

function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [term, setTerm] = useState('');
  const result = useSearch(term);
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const links = () => [...(dialog.current?.querySelectorAll<HTMLElement>('.found a') ?? [])];
  const step = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const all = links();
    const next = all.findIndex((link) => link === document.activeElement) + by;
    // Up from the first is the field again.
    if (next < 0) dialog.current?.querySelector('input')?.focus();
    else all[Math.min(next, all.length - 1)]?.focus();
  };
  const goToFirst = (event: Event) => {
    event.preventDefault();
    if (result.kind === 'found') links()[0]?.click();
  };
  // A result may be on this very page.
  const closeBehindLink = ({ target }: Event) => {
    if (target instanceof Element && target.closest('a')) dialog.current?.close();
  };
  return (
    <dialog
      class="search"
      ref={dialog}
      aria-label="Search the course"
      closedby="any"
      onClose={onClose}
      onKeyDown={step}
    >
      <form class="search-head" role="search" onSubmit={goToFirst}>
        <input
          type="search"
          aria-label="Search the course"
          placeholder="Search the course"
          autocomplete="off"
          maxLength={100}
          spellcheck={false}
          value={term}
          onInput={({ currentTarget }) => setTerm(currentTarget.value)}
        />
        <button type="button" class="button button-small" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </form>
      <p class="search-status" role="status">
        {describe(result, term)}
      </p>
      {result.kind === 'found' && result.pages.length > 0 && (
        <ol class="found" onClick={closeBehindLink}>
          {result.pages.map((page) => (
            <FoundPage key={page.url} page={page} />
          ))}
        </ol>
      )}
    </dialog>
  );
}

function describe(result: Result, term: string): string {
  switch (result.kind) {
    case 'nothing-asked':
      return 'Words of the lessons, exercises and appendices. Arrow keys go through what is found.';
    case 'searching':
      return 'Searching…';
    case 'unavailable':
      return import.meta.env.DEV
        ? 'The search is made with the pages: `npm start` has it, `npm run dev` has none.'
        : 'The search could not be loaded. Check your network, close this and open it again.';
    case 'found':
      if (result.count === 0) return `Nothing is found for “${term.trim()}”. Try fewer words, or another one.`;
      return result.count === 1 ? 'On one page' : `On ${result.count} pages`;
  }
}

function useSearch(term: string): Result {
  const loading = useRef<Promise<Pagefind>>();
  const [result, setResult] = useState<Result>({ kind: 'nothing-asked' });
  useEffect(() => {
    let isOver = false;
    const put = (next: Result) => {
      if (!isOver) setResult(next);
    };
    const search = async () => {
      loading.current ??= loadPagefind();
      const pagefind = await loading.current;
      const found = await pagefind.debouncedSearch(term, {}, PAUSE_MS);
      if (!found) return;
      const pages = await Promise.all(found.results.slice(0, MAX_PAGES).map((page) => page.data()));
      put({ kind: 'found', pages, count: found.results.length });
    };
    if (term.trim() === '') {
      // Its code is on its way while the first word is being typed.
      loading.current ??= loadPagefind();
      loading.current.catch(() => put({ kind: 'unavailable' }));
      put({ kind: 'nothing-asked' });
    } else {
      // What was found for the word before stays until there is better.
      setResult((before) => (before.kind === 'found' ? before : { kind: 'searching' }));
      search().catch(() => put({ kind: 'unavailable' }));
    }
    return () => {
      isOver = true;
    };
  }, [term]);
  return result;
}
