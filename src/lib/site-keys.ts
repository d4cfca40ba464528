import { announce } from './announce.ts';
import { isOn } from './settings.ts';

/** Where letters are written, keys are letters. */
const WRITING = 'input, textarea, select, [contenteditable="true"]';

/** Shells and editors have their own meaning for Ctrl and a letter. */
const KEYS_OF_THEIR_OWN = '.xterm, [contenteditable="true"]';

const missing = () => announce('This could not be loaded. Check your network, then try again.');
const openSearch = () => void import('../islands/search-dialog.tsx').then(({ showSearch }) => showSearch(), missing);
const openKeyMap = () => void import('../islands/key-map-dialog.tsx').then(({ showKeyMap }) => showKeyMap(), missing);

/** What a key opens on every page; `undefined` where it is somebody else's. */
function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if (altKey || !(target instanceof Element) || document.querySelector('dialog[open]')) return undefined;
  if (ctrlKey || metaKey) {
    return key.toLowerCase() === 'k' && !event.shiftKey && !target.closest(KEYS_OF_THEIR_OWN) ? openSearch : undefined;
  }
  if (target.closest(WRITING) || !isOn('single-keys')) return undefined;
  return { '/': openSearch, '?': openKeyMap }[key];
}

/** Opens search and the map of keys, by their keys and buttons. What they need is loaded then. */
export function setUpSiteKeys(): void {
  document.addEventListener('keydown', (event) => {
    const act = actionOf(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.querySelector('[data-search]')?.addEventListener('click', openSearch);
  document.querySelector('[data-key-map]')?.addEventListener('click', () => {
    document.querySelector<HTMLElement>('#settings')?.hidePopover();
    openKeyMap();
  });
}
