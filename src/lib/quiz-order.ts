import { announce } from './announce.ts';

/** Lets the items of a list be put in order: dragged by mouse and finger, or moved by their buttons. Returns how to put them into an order by their ids. */
export function setUpOrder(list: HTMLElement, onMove: () => void): (options: readonly string[]) => void {
  for (const item of items(list)) {
    const grip = document.createElement('span');
    grip.className = 'grip';
    grip.ariaHidden = 'true';
    item.prepend(grip);
    const moves = document.createElement('span');
    moves.className = 'moves';
    moves.append(moveButton(item, 'up', onMove), moveButton(item, 'down', onMove));
    item.append(moves);
  }
  setUpDrag(list, onMove);
  return (options) => {
    for (const option of options) {
      const item = items(list).find(({ dataset }) => dataset['option'] === option);
      if (item) list.append(item);
    }
  };
}

const items = (list: HTMLElement) => [...list.children] as HTMLElement[];

const nameOf = (item: HTMLElement) => item.querySelector('.option')?.textContent ?? '';

function moveButton(item: HTMLElement, way: 'up' | 'down', onMove: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `move move-${way}`;
  button.ariaLabel = `Move ${way}: ${nameOf(item)}`;
  button.title = `Move ${way}`;
  button.addEventListener('click', () => {
    const neighbour = way === 'up' ? item.previousElementSibling : item.nextElementSibling;
    // The neighbour moves: an element that is moved loses the focus.
    if (way === 'up') neighbour && item.after(neighbour);
    else neighbour && item.before(neighbour);
    if (neighbour) onMove();
    say(item);
  });
  return button;
}

function say(item: HTMLElement): void {
  const all = items(item.parentElement as HTMLElement);
  announce(`${nameOf(item)}: place ${all.indexOf(item) + 1} of ${all.length}.`);
}

function setUpDrag(list: HTMLElement, onMove: () => void): void {
  let dragged: HTMLElement | undefined;
  list.addEventListener('pointerdown', (event) => {
    const target = event.target as Element;
    if (event.button !== 0 || target.closest('button')) return;
    // A finger elsewhere on the item scrolls the page.
    if (event.pointerType !== 'mouse' && !target.closest('.grip')) return;
    dragged = target.closest('li') ?? undefined;
    if (!dragged) return;
    event.preventDefault();
    dragged.dataset['dragged'] = '';
    // Not the item: one that is moved loses the pointer.
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener('pointermove', ({ clientY }) => {
    if (!dragged) return;
    const start = dragged.previousElementSibling;
    let before = start;
    while (before && clientY < middleOf(before)) before = before.previousElementSibling;
    let after = dragged.nextElementSibling;
    while (after && clientY > middleOf(after)) after = after.nextElementSibling;
    if (before !== start) list.insertBefore(dragged, before ? before.nextElementSibling : list.firstElementChild);
    else if (after !== dragged.nextElementSibling) list.insertBefore(dragged, after);
    else return;
    onMove();
  });
  const end = () => {
    if (!dragged) return;
    delete dragged.dataset['dragged'];
    say(dragged);
    dragged = undefined;
  };
  list.addEventListener('pointerup', end);
  list.addEventListener('pointercancel', end);
}

function middleOf(element: Element): number {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}
