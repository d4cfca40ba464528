import type { IDisposable, Terminal } from '@xterm/xterm';
import { isApple } from './terminal-keys.ts';

/** As long as systems wait before they take a touch for a long one. */
const LONG_PRESS_MS = 500;
/** A finger is never quite still. */
const STILL_PX = 10;
/** What is left of the speed after each frame that the content runs on by itself, and where it stops, in px a frame. */
const GLIDE = 0.95;
const SLOWEST_PX = 0.5;
/** Whatever the learner does next is meant for what they see, or brings the prompt into sight: the content stands still for it. */
const HALTS = ['keydown', 'beforeinput', 'paste', 'pointerdown', 'wheel'];

export interface TouchActions {
  copy(): void;
  paste(): void;
  selectAll(): void;
}

/**
 * What the terminal does not know of touch: a drag scrolls, a long press selects the word, and on from it as far as the finger goes. Both are handed to the terminal
 * as what a mouse does, so that programs get what they would get from a mouse.
 */
export function connectTouch(terminal: Terminal, view: HTMLElement, actions: TouchActions): IDisposable {
  const end = new AbortController();
  const { signal } = end;
  const bar = createBar(actions, () => {
    bar.hidden = true;
  });
  view.parentElement?.append(bar);

  let mode: 'none' | 'pressed' | 'scrolling' | 'selecting' = 'none';
  let press: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let start = { x: 0, y: 0 };
  let last = { y: 0, at: 0 };
  let speed = 0;
  let rest = 0;

  const rowHeight = () => (terminal.element?.querySelector('.xterm-screen')?.clientHeight ?? 0) / terminal.rows || 1;
  const stop = () => {
    clearTimeout(press);
    cancelAnimationFrame(frame);
  };
  const scroll = (px: number) => {
    rest += px;
    const lines = Math.trunc(rest / rowHeight());
    if (lines === 0) return;
    rest -= lines * rowHeight();
    const isProgram = terminal.buffer.active.type === 'alternate' || terminal.modes.mouseTrackingMode !== 'none';
    if (!isProgram) return terminal.scrollLines(lines);
    const turn = { deltaY: Math.sign(lines), deltaMode: WheelEvent.DOM_DELTA_LINE, clientX: start.x, clientY: start.y };
    const screen = terminal.element?.querySelector('.xterm-screen');
    for (let sent = 0; sent < Math.abs(lines); sent += 1)
      screen?.dispatchEvent(new WheelEvent('wheel', { ...turn, bubbles: true, cancelable: true }));
  };
  const glide = () => {
    speed *= GLIDE;
    if (Math.abs(speed) < SLOWEST_PX) return;
    scroll(speed);
    frame = requestAnimationFrame(glide);
  };
  const halt = ({ isTrusted }: Event) => {
    // A glide turns the wheel itself where a program has the screen.
    if (isTrusted) cancelAnimationFrame(frame);
  };
  const mouse = (type: string, { clientX, clientY }: Touch, target: EventTarget | null | undefined) => {
    // Where a program listens to the mouse, these keys say that it is the terminal that is meant.
    const isHeard = terminal.modes.mouseTrackingMode !== 'none';
    const held = { shiftKey: isHeard && !isApple(), altKey: isHeard && isApple() };
    const buttons = type === 'mouseup' ? 0 : 1;
    target?.dispatchEvent(
      // The second press of a double click selects a word.
      new MouseEvent(type, { clientX, clientY, detail: 2, buttons, bubbles: true, cancelable: true, ...held }),
    );
  };

  const begin = (event: TouchEvent) => {
    stop();
    bar.hidden = true;
    const [touch] = event.touches;
    mode = 'none';
    // In another page's size the browser scrolls the whole terminal.
    if (!touch || event.touches.length > 1 || view.hasAttribute('data-foreign')) return;
    mode = 'pressed';
    start = { x: touch.clientX, y: touch.clientY };
    last = { y: touch.clientY, at: event.timeStamp };
    speed = 0;
    rest = 0;
    press = setTimeout(() => {
      mode = 'selecting';
      mouse('mousedown', touch, terminal.element?.querySelector('.xterm-screen'));
    }, LONG_PRESS_MS);
  };
  const move = (event: TouchEvent) => {
    const [touch] = event.touches;
    if (!touch || mode === 'none') return;
    if (mode === 'pressed') {
      if (Math.hypot(touch.clientX - start.x, touch.clientY - start.y) < STILL_PX) return;
      clearTimeout(press);
      mode = 'scrolling';
    }
    event.preventDefault();
    if (mode === 'selecting') return mouse('mousemove', touch, document);
    const moved = last.y - touch.clientY;
    // In px a frame of a sixtieth of a second.
    speed = (moved / Math.max(1, event.timeStamp - last.at)) * 16;
    last = { y: touch.clientY, at: event.timeStamp };
    scroll(moved);
  };
  const finish = (event: TouchEvent) => {
    clearTimeout(press);
    const [touch] = event.changedTouches;
    if (mode === 'scrolling' && !matchMedia('(prefers-reduced-motion: reduce)').matches) glide();
    if (mode === 'selecting' && touch) {
      // No click comes of it.
      event.preventDefault();
      mouse('mouseup', touch, document);
      showAt(bar, touch);
    }
    mode = 'none';
  };
  view.addEventListener('touchstart', begin, { signal, passive: true });
  view.addEventListener('touchmove', move, { signal, passive: false });
  view.addEventListener('touchend', finish, { signal, passive: false });
  view.addEventListener('touchcancel', finish, { signal, passive: false });
  // Also on the rows of keys and the buttons around the terminal.
  for (const act of HALTS) document.addEventListener(act, halt, { signal, capture: true, passive: true });
  // The browser's own menu would be that of the empty field under the finger.
  const noMenu = (event: MouseEvent) => {
    if (event instanceof PointerEvent && event.pointerType === 'touch') event.preventDefault();
  };
  view.addEventListener('contextmenu', noMenu, { signal, capture: true });
  return {
    dispose() {
      stop();
      end.abort();
      bar.remove();
    },
  };
}

function createBar(actions: TouchActions, close: () => void): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'terminal-touch-bar';
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', 'Selection');
  bar.hidden = true;
  const labels = [
    ['Copy', actions.copy],
    ['Paste', actions.paste],
    ['Select all', actions.selectAll],
  ] as const;
  for (const [label, act] of labels) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    // The keyboard on the screen stays as it is.
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => {
      act();
      if (label !== 'Select all') close();
    });
    bar.append(button);
  }
  return bar;
}

function showAt(bar: HTMLElement, { clientX, clientY }: Touch): void {
  const box = bar.parentElement?.getBoundingClientRect();
  if (!box) return;
  bar.hidden = false;
  const left = Math.min(clientX - box.left - bar.offsetWidth / 2, box.width - bar.offsetWidth - 8);
  const above = clientY - box.top - bar.offsetHeight - 24;
  bar.style.left = `${Math.max(8, left)}px`;
  bar.style.top = `${above < 4 ? clientY - box.top + 24 : above}px`;
}
