import { isLoadFailure, nextStep, recentReloads } from './next-step.ts';

/** One change of a network fails many loads at once; they are mended together. */
const GATHER_MS = 300;
const ASK_AGAIN_MS = 1_000;
const ASK_TIMEOUT_MS = 5_000;
const RELOADS_KEY = 'drydock.dev-reloads';

/** Astro's element for an island: what it does when it is whole in the page, which is to load its code and hydrate. */
type Island = HTMLElement & { childrenConnectedCallback(): Promise<void> };

/**
 * Makes a page of `npm run dev` whole again. It loads hundreds of small modules, and Chromium breaks off those that wait for a connection when a network
 * comes or goes, as Docker's do when the author's own sandbox starts. What failed is loaded again where it stands; where that can't be, the page is reloaded.
 */
export function mendPage(): void {
  const hasUnsentText = watchTypedText();
  const lost = new Set<Element>();
  let isRepeatable = true;
  let rounds = 0;
  let isMending = false;

  const mend = async () => {
    if (isMending) return;
    isMending = true;
    await pause(GATHER_MS);
    await untilServerAnswers();
    const isMistakeShown = document.querySelector('vite-error-overlay') !== null;
    const step = nextStep({ isMistakeShown, isRepeatable, rounds, reloadsMs: readReloads(), nowMs: Date.now() });
    const parts = [...lost].filter((part) => part.isConnected);
    lost.clear();
    isRepeatable = true;
    if (step === 'repeat') {
      rounds += 1;
      for (const part of parts) loadAgain(part);
    } else if (step === 'reload') {
      while (hasUnsentText()) await pause(ASK_AGAIN_MS);
      reload();
    } else if (step === 'give-up') {
      console.warn('Parts of this page could not be loaded, several times over. Reload it when the network is quiet.');
    }
    isMending = false;
  };

  addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLScriptElement || target instanceof HTMLLinkElement)) return;
      lost.add(target);
      void mend();
    },
    // It does not bubble.
    { capture: true },
  );
  addEventListener('astro:hydration-error', (event) => {
    if (!(event.target instanceof HTMLElement) || !isLoadFailure((event as CustomEvent).detail?.error)) return;
    lost.add(event.target);
    void mend();
  });
  addEventListener('unhandledrejection', ({ reason }) => {
    if (!isLoadFailure(reason)) return;
    const waiting = islandsThatWaitFor(reason);
    for (const island of waiting) lost.add(island);
    // What the page's own code asked for and did not get, only that code could ask for again.
    if (waiting.length === 0) isRepeatable = false;
    void mend();
  });
}

/** All islands wait for one file before they start. It fails for all of them at once. */
function islandsThatWaitFor(reason: TypeError): readonly Element[] {
  const islands = [...document.querySelectorAll('astro-island[ssr][before-hydration-url]')];
  return islands.filter((island) => reason.message.includes(island.getAttribute('before-hydration-url') ?? ''));
}

function loadAgain(part: Element): void {
  if (isIsland(part)) return void part.childrenConnectedCallback();
  // A copy by cloneNode would count as run already.
  const again = document.createElement(part.localName);
  for (const { name, value } of part.attributes) again.setAttribute(name, value);
  again.textContent = part.textContent;
  part.replaceWith(again);
}

/** Returns whether a field holds what was typed and not sent: a reload would lose it. The editor and the terminals keep theirs. */
function watchTypedText(): () => boolean {
  const typed = new Set<HTMLInputElement | HTMLTextAreaElement>();
  addEventListener(
    'input',
    ({ target }) => {
      const isField =
        target instanceof HTMLTextAreaElement ||
        (target instanceof HTMLInputElement && !/^(checkbox|radio|range)$/.test(target.type));
      if (isField && !target.closest('.xterm')) typed.add(target);
    },
    { capture: true },
  );
  addEventListener(
    'submit',
    ({ target }) => {
      for (const field of typed) if (field.form === target) typed.delete(field);
    },
    { capture: true },
  );
  return () => [...typed].some((field) => field.isConnected && field.value !== '');
}

function isIsland(part: Element): part is Island {
  return part.localName === 'astro-island';
}

async function untilServerAnswers(): Promise<void> {
  const ask = () =>
    fetch('/favicon.svg', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
  while (!(await ask().then(Boolean, () => false))) await pause(ASK_AGAIN_MS);
}

/** Does nothing where reloads can't be counted: there would be no end to them. */
function reload(): void {
  const nowMs = Date.now();
  try {
    sessionStorage.setItem(RELOADS_KEY, JSON.stringify([...recentReloads(readReloads(), nowMs), nowMs]));
  } catch {
    return;
  }
  location.reload();
}

function readReloads(): readonly number[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(RELOADS_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((ms) => typeof ms === 'number') : [];
  } catch {
    return [];
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
