import { WebLinksAddon } from '@xterm/addon-web-links';
import type { IDisposable, Terminal } from '@xterm/xterm';
import { linkTarget } from '../lib/link-target.ts';
import { pageState } from '../lib/page-state.ts';
import { isApple } from './terminal-keys.ts';

/** Shown text of an address; the rest of a longer one hides nothing, because its host stands in front. */
const MAX_SHOWN_LENGTH = 200;

/**
 * Makes addresses in the output, and those that programs name behind a text (OSC 8), into links. They open by a click with Control or Command held, so
 * that clicking and selecting stay what they are; where they lead is shown first. A touch shows a link to touch.
 */
export function connectLinks(terminal: Terminal, place: HTMLElement): IDisposable {
  const end = new AbortController();
  const hint = document.createElement('div');
  // The terminal's name for what may lie over a link.
  hint.className = 'terminal-hint xterm-hover';
  hint.hidden = true;
  place.append(hint);

  let isTouched = false;
  const notePointer = ({ pointerType, target }: PointerEvent) => {
    isTouched = pointerType === 'touch';
    if (!(target instanceof Node && hint.contains(target))) hint.hidden = true;
  };
  place.addEventListener('pointerdown', notePointer, { capture: true, signal: end.signal });

  const show = (event: MouseEvent, target: string, canTouch: boolean) => {
    const shown = target.length > MAX_SHOWN_LENGTH ? `${target.slice(0, MAX_SHOWN_LENGTH)}…` : target;
    const link = document.createElement('a');
    link.href = target;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    link.textContent = shown;
    hint.replaceChildren(...(canTouch ? [link] : [shown, howToOpen()]));
    hint.dataset['touch'] = String(canTouch);
    hint.hidden = false;
    const box = place.getBoundingClientRect();
    const left = Math.min(event.clientX - box.left, box.width - hint.offsetWidth - 8);
    const above = event.clientY - box.top - hint.offsetHeight - 14;
    hint.style.left = `${Math.max(8, left)}px`;
    hint.style.top = `${above < 4 ? event.clientY - box.top + 18 : above}px`;
  };
  const hover = (event: MouseEvent, text: string) => {
    const target = linkTarget(text, pageState.get().previews);
    if (target !== undefined && !isTouched) show(event, target, false);
  };
  const leave = () => {
    if (!isTouched) hint.hidden = true;
  };
  const activate = (event: MouseEvent, text: string) => {
    const target = linkTarget(text, pageState.get().previews);
    if (target === undefined) return;
    if (isTouched) return show(event, target, true);
    if (isApple() ? event.metaKey : event.ctrlKey) window.open(target, '_blank', 'noopener,noreferrer');
  };

  terminal.options.linkHandler = { activate, hover, leave };
  terminal.loadAddon(new WebLinksAddon(activate, { hover, leave }));
  return {
    dispose() {
      end.abort();
      hint.remove();
    },
  };
}

function howToOpen(): HTMLElement {
  const keys = document.createElement('span');
  keys.textContent = isApple() ? '⌘ click opens it' : 'Ctrl click opens it';
  return keys;
}
