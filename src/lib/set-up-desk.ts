import type { DividerOptions } from '../islands/desk-resize.ts';
import { offerDeskActions } from './desk-actions.ts';
import { deskPanels, panelTabId, showPanel, showRememberedPanel } from './desk-panels.ts';
import { deskTerminals } from './desk-terminals.ts';
import {
  type DeskSide,
  deskBounds,
  deskView,
  hideDesk,
  isDeskShown,
  isSheet,
  keepDeskSize,
  openSheet,
  SHEET,
  showDesk,
  sizeDesk,
  viewDesk,
} from './desk-view.ts';
import { openConnection } from './page-connection.ts';
import { recall } from './remembered.ts';

/** A keyboard on the screen takes at least so much of a window's height; less is the browser's own bars. */
const KEYBOARD_SHARE = 0.2;

const ESCAPE_OF_THEIR_OWN = '.xterm, input, textarea, [contenteditable="true"], details[open], [role="menu"]';

const part = (selector: string) => document.querySelector<HTMLElement>(selector);
const action = (name: string) => part(`[data-desk-action="${name}"]`);

/** Gives the desk's own controls their work. What is in the terminal is terminal-panel.tsx's. */
export function setUpDesk(): void {
  showRememberedPanel();
  expectTerminal();
  setUpSheet();
  setUpDividers();
  action('hide')?.addEventListener('click', () => {
    hideDesk();
    action('show')?.focus();
  });
  action('show')?.addEventListener('click', () => {
    showDesk();
    action('hide')?.focus();
  });
  action('whole')?.addEventListener('click', () => viewDesk(deskView() === 'whole' ? 'beside' : 'whole'));
  // Before the terminal gets the key.
  document.addEventListener('keydown', toggleByKey, { capture: true });
  offerDeskActions({
    runBlock: async (block, where) => {
      // A desk that is out of sight is not alive yet.
      showDesk();
      showPanel('terminal');
      return (await deskTerminals()).runBlock(block, where);
    },
  });
}

/** Where the terminal was open when the learner left, it is on its way before its panel is alive. */
function expectTerminal(): void {
  if (recall('drydock.terminal') !== 'open' || !isDeskShown() || deskPanels.get().shown !== 'terminal') return;
  void Promise.all([openConnection(), import('../islands/deck.ts'), import('../islands/terminal-deck.tsx')]).catch(
    () => {},
  );
}

/** Ctrl and the key left of 1 hide the desk, or show it and go there. */
function toggleByKey(event: KeyboardEvent): void {
  if (event.code !== 'Backquote' || !event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || isSheet())
    return;
  event.preventDefault();
  event.stopPropagation();
  if (isDeskShown()) {
    hideDesk();
    action('show')?.focus();
    return;
  }
  showDesk();
  const panel = deskPanels.get().shown;
  const terminal = part('.terminal-pane[data-active="true"] textarea, .terminal-closed button');
  const inPanel = panel === 'terminal' ? terminal : part(`#${panelTabId(panel)}`);
  (inPanel ?? action('hide'))?.focus();
}

function setUpSheet(): void {
  action('open')?.addEventListener('click', () => {
    openSheet(true);
    part('#desk-title')?.focus();
  });
  const close = () => {
    openSheet(false);
    action('open')?.focus();
  };
  for (const button of document.querySelectorAll('[data-desk-action="close"]')) button.addEventListener('click', close);
  // Shells, editors and fields have their own use for the key.
  part('#desk')?.addEventListener('keydown', ({ key, target, defaultPrevented }) => {
    const isTaken = defaultPrevented || !(target instanceof Element) || target.closest(ESCAPE_OF_THEIR_OWN) !== null;
    if (key === 'Escape' && isSheet() && !isTaken) close();
  });
  // Turned on its side, the device has room for both.
  matchMedia(SHEET).addEventListener('change', () => openSheet(false));
  // A link from the desk leads into the text, which the sheet would hide, or the whole desk does.
  part('#desk-tasks')?.addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLAnchorElement)) return;
    openSheet(false);
    if (deskView() === 'whole') viewDesk('beside');
  });
  const viewport = window.visualViewport;
  const look = () => {
    if (!viewport) return;
    const { dataset, style } = document.documentElement;
    const isUp = isSheet() && viewport.scale < 1.1 && viewport.height < (1 - KEYBOARD_SHARE) * innerHeight;
    if (isUp) dataset['keyboard'] = '';
    else delete dataset['keyboard'];
    style.setProperty('--seen-top', `${viewport.offsetTop}px`);
    style.setProperty('--seen-height', `${viewport.height}px`);
  };
  viewport?.addEventListener('resize', look);
  viewport?.addEventListener('scroll', look);
}

function setUpDividers(): void {
  for (const side of Object.keys(deskBounds) as DeskSide[]) {
    const divider = part(`[data-desk-divider="${side}"]`);
    const room = part(side === 'width' ? '.lesson-page' : '.desk');
    if (!divider || !room) continue;
    wakeDivider(divider, {
      room,
      ...deskBounds[side],
      isFromEnd: true,
      onMove: (percent) => sizeDesk(side, percent),
      onSettle: (percent) => keepDeskSize(side, percent),
    });
  }
}

/** What moves a divider is loaded when somebody is about to take hold of it. */
function wakeDivider(divider: HTMLElement, options: DividerOptions): void {
  const end = new AbortController();
  let isAwake = false;
  let held: PointerEvent | undefined;
  const wake = async (event: Event) => {
    // A finger is not there before it presses; so that it need not press again, its press is told once more.
    if (event instanceof PointerEvent) held = event.type === 'pointerdown' ? event : undefined;
    if (isAwake || event.type === 'pointerup') return;
    isAwake = true;
    try {
      const { moveDivider } = await import('../islands/desk-resize.ts');
      end.abort();
      moveDivider(divider, options);
      if (held) divider.dispatchEvent(new PointerEvent('pointerdown', held));
    } catch {
      isAwake = false;
    }
  };
  for (const type of ['pointerenter', 'pointerdown', 'pointerup', 'focus'])
    divider.addEventListener(type, (event) => void wake(event), { signal: end.signal });
}
