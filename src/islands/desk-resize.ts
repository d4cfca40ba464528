/** How far an arrow key moves a divider, in percent of the room; with Shift it goes further. */
const STEP = 2;
const LONG_STEP = 10;

export interface DividerOptions {
  /** What is divided. */
  readonly room: HTMLElement;
  /** In percent of the room. */
  readonly min: number;
  readonly max: number;
  /** Whether the value is the part behind the divider, not the part before it. */
  readonly isFromEnd: boolean;
  /** Where it stands, in percent. Left out: it is measured. */
  readonly value?: () => number;
  /** While it is being dragged. */
  readonly onMove: (percent: number) => void;
  /** It stays there. `undefined`: back to where it was at first. */
  readonly onSettle: (percent: number | undefined) => void;
}

/**
 * Makes a focusable `role="separator"` move by pointer and keyboard. Its `aria-orientation` may change at any time; the divider itself lies between the parts
 * of the room. Returns how to take it away.
 */
export function moveDivider(divider: HTMLElement, options: DividerOptions): () => void {
  const { room, min, max, isFromEnd, onMove, onSettle } = options;
  const isUpright = () => divider.getAttribute('aria-orientation') !== 'horizontal';

  const percentAt = ({ x, y }: { readonly x: number; readonly y: number }): number => {
    const { left, top, width, height } = room.getBoundingClientRect();
    const part = isUpright() ? (x - left) / width : (y - top) / height;
    const percent = 100 * (isFromEnd ? 1 - part : part);
    return Math.min(max, Math.max(min, Math.round(percent * 10) / 10));
  };
  const current = (): number => {
    if (options.value) return options.value();
    const { left, top, width, height } = divider.getBoundingClientRect();
    return percentAt({ x: left + width / 2, y: top + height / 2 });
  };
  const tell = (percent: number) => {
    divider.setAttribute('aria-valuenow', String(Math.round(percent)));
    divider.setAttribute('aria-valuetext', `${Math.round(percent)} percent`);
  };
  const settle = (percent: number | undefined) => {
    onSettle(percent);
    tell(percent ?? current());
  };

  const press = (event: PointerEvent) => {
    if (event.button !== 0) return;
    // The pointer may have taken hold of the divider's edge.
    const { left, top, width, height } = divider.getBoundingClientRect();
    const slip = { x: event.clientX - (left + width / 2), y: event.clientY - (top + height / 2) };
    const at = (moved: PointerEvent) => percentAt({ x: moved.clientX - slip.x, y: moved.clientY - slip.y });
    let last: number | undefined;
    divider.setPointerCapture(event.pointerId);
    document.documentElement.dataset['dragging'] = isUpright() ? 'x' : 'y';
    const move = (moved: PointerEvent) => {
      last = at(moved);
      onMove(last);
      tell(last);
    };
    const end = () => {
      divider.removeEventListener('pointermove', move);
      divider.removeEventListener('lostpointercapture', end);
      delete document.documentElement.dataset['dragging'];
      if (last !== undefined) settle(last);
    };
    divider.addEventListener('pointermove', move);
    divider.addEventListener('lostpointercapture', end);
  };

  const key = (event: KeyboardEvent) => {
    const [back, on] = isUpright() ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const step = (event.shiftKey ? LONG_STEP : STEP) * (isFromEnd ? -1 : 1);
    const keep = (percent: number) => Math.min(max, Math.max(min, percent));
    if (event.key === back) settle(keep(current() - step));
    else if (event.key === on) settle(keep(current() + step));
    else if (event.key === 'Home') settle(min);
    else if (event.key === 'End') settle(max);
    else if (event.key === 'Enter') settle(undefined);
    else return;
    event.preventDefault();
  };
  const reset = () => settle(undefined);
  const look = () => tell(current());
  look();

  divider.addEventListener('pointerdown', press);
  divider.addEventListener('keydown', key);
  divider.addEventListener('dblclick', reset);
  divider.addEventListener('focus', look);
  return () => {
    divider.removeEventListener('pointerdown', press);
    divider.removeEventListener('keydown', key);
    divider.removeEventListener('dblclick', reset);
    divider.removeEventListener('focus', look);
  };
}
