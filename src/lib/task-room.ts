import { recall, remember } from './remembered.ts';

/** One lesson's tasks are a few kilobytes of numbers; whoever comes back comes to the latest. */
const MAX_PAGES = 20;

/** What grows when the learner's state comes: a task with its hints, and what stands below the tasks. */
const PARTS = '.exercise .task[id], .exercise-foot';

/** As layouts/room-script.js has it: in another window the text breaks elsewhere. */
function windowKey(): string {
  const { style, dataset } = document.documentElement;
  return [innerWidth, style.getPropertyValue('--desk-width'), dataset['desk']].join(' ');
}

function selectorOf(part: Element): string {
  if (part.id) return `#${part.id}`;
  return `#${part.closest('.exercise')?.id} .${part.className}`;
}

/**
 * Remembers how much room the tasks of this page take with all that the learner has opened. On the next visit a script gives them that room before the page is painted, so that
 * nothing moves when their state comes from the server.
 */
export function keepTaskRoom(): void {
  addEventListener('pagehide', () => {
    const parts = [...document.querySelectorAll(PARTS)].map((part) => [
      selectorOf(part),
      Number(part.getBoundingClientRect().height.toFixed(4)),
    ]);
    if (recall('drydock.known') === undefined || parts.length === 0) return;
    const { [location.pathname]: _, ...others } = readRooms();
    const rooms = Object.entries({ ...others, [location.pathname]: { window: windowKey(), parts } });
    remember('drydock.room', JSON.stringify(Object.fromEntries(rooms.slice(-MAX_PAGES))));
  });
  // From here on the parts grow and shrink by what the learner does.
  const release = () => document.getElementById('task-room')?.remove();
  for (const sign of ['pointerdown', 'keydown', 'resize'])
    addEventListener(sign, release, { once: true, capture: true });
}

/** The tasks are as the server has them, or will not be. */
export function showTasks(): void {
  delete document.documentElement.dataset['taskRoom'];
}

function readRooms(): Readonly<Record<string, unknown>> {
  try {
    const rooms: unknown = JSON.parse(recall('drydock.room') ?? '');
    return typeof rooms === 'object' && rooms !== null ? (rooms as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
