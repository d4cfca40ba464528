import { useRef } from 'preact/hooks';
import { keepOrder } from '../../lib/class-board/sort-rows.ts';

export interface HeldOrder {
  readonly order: readonly string[];
  /** The order that is shown is not the one that would be, because somebody points at it. */
  readonly isOld: boolean;
}

/** The order of the rows: the wanted one, but as long as it is held the one that it was. `key`: what the order was asked for by; another one is always followed. */
export function useOrder(wanted: readonly string[], isHeld: boolean, key: string): HeldOrder {
  const shown = useRef<{ order: readonly string[]; key: string }>({ order: wanted, key });
  const order = isHeld && shown.current.key === key ? keepOrder(shown.current.order, wanted) : wanted;
  shown.current = { order, key };
  return { order, isOld: order.some((id, index) => id !== wanted[index]) };
}
