import { recall, remember } from './remembered.ts';

/** In percent: the desk's part of the window's width, and the tasks' part of the desk's height. layouts/desk-script.js has the same figures. */
export const deskBounds = {
  width: { min: 25, max: 75 },
  tasks: { min: 10, max: 70 },
} as const;

export type DeskSide = keyof typeof deskBounds;

/** The desk beside the text, put away at the window's edge, or over the whole window. */
export type DeskView = 'beside' | 'hidden' | 'whole';

interface RememberedDesk {
  readonly width?: number;
  readonly tasks?: number;
  readonly isHidden?: boolean;
  readonly panel?: string;
}

/** The script in the page has applied these before anything was painted, and left out what is no number. */
function readRemembered(): RememberedDesk {
  try {
    const desk: unknown = JSON.parse(recall('drydock.desk') ?? '');
    return typeof desk === 'object' && desk !== null ? desk : {};
  } catch {
    return {};
  }
}

function keep(change: Readonly<Record<string, unknown>>): void {
  remember('drydock.desk', JSON.stringify({ ...readRemembered(), ...change }));
}

/** Gives the desk a size, for now. */
export function sizeDesk(side: DeskSide, percent: number): void {
  document.documentElement.style.setProperty(`--desk-${side}`, `${percent}%`);
}

/** The size is remembered. `undefined` is the size of a desk that nobody has changed. */
export function keepDeskSize(side: DeskSide, percent: number | undefined): void {
  if (percent === undefined) document.documentElement.style.removeProperty(`--desk-${side}`);
  else sizeDesk(side, percent);
  keep({ [side]: percent });
}

/** What lies on the desk is remembered. `undefined` is the terminal. */
export function keepPanel(panel: string | undefined): void {
  keep({ panel });
}

export function deskView(): DeskView {
  const view = document.documentElement.dataset['desk'];
  return view === 'hidden' || view === 'whole' ? view : 'beside';
}

/** Where in the text the learner was when the desk filled the window. */
let readAt: number | undefined;

/** Only that it is hidden is remembered: a page that opens without its text would puzzle. */
export function viewDesk(view: DeskView): void {
  const { dataset } = document.documentElement;
  if (view === 'whole') readAt = scrollY;
  if (view === 'beside') delete dataset['desk'];
  else dataset['desk'] = view;
  keep({ isHidden: view === 'hidden' });
  document.querySelector('.text-side')?.toggleAttribute('inert', view === 'whole');
  const whole = document.querySelector('[data-desk-action="whole"]');
  whole?.setAttribute('aria-pressed', String(view === 'whole'));
  // A page without its scrollbar is wider, so its lines stood elsewhere.
  if (view !== 'whole' && readAt !== undefined) scrollTo({ top: readAt, behavior: 'instant' });
  if (view !== 'whole') readAt = undefined;
}

/** Where the desk is a sheet over the text, as the style sheets have it. */
export const SHEET = '(max-width: 899px)';

export function isSheet(): boolean {
  return matchMedia(SHEET).matches;
}

export function openSheet(isOpen: boolean): void {
  document.documentElement.toggleAttribute('data-desk-open', isOpen);
  document.querySelector('.text-side')?.toggleAttribute('inert', isOpen);
  document.querySelector('[data-desk-action="open"]')?.setAttribute('aria-expanded', String(isOpen));
}

export function isDeskShown(): boolean {
  return isSheet() ? document.documentElement.hasAttribute('data-desk-open') : deskView() !== 'hidden';
}

/** Brings the desk into view, however it was put away. */
export function showDesk(): void {
  if (isSheet()) openSheet(true);
  else if (deskView() === 'hidden') viewDesk('beside');
}

export function hideDesk(): void {
  if (isSheet()) openSheet(false);
  else viewDesk('hidden');
}
