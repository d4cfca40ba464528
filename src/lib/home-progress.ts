import { fetchKnownMe } from './me.ts';
import { countProgress } from './progress.ts';
import { recall } from './remembered.ts';

/** "web-app:5 several-tags:4", as the page carries it. */
function parseTaskCounts(attribute: string): ReadonlyMap<string, number> {
  const pairs = attribute
    .split(' ')
    .filter(Boolean)
    .map((pair) => pair.split(':'));
  return new Map(pairs.map(([id = '', count]): [string, number] => [id, Number(count)]));
}

/** Fills in what this learner has done, and where they go on. */
export async function showProgress(): Promise<void> {
  const items = [...document.querySelectorAll<HTMLElement>('[data-exercises]')];
  const last = items.find(({ dataset }) => dataset['slug'] === recall('drydock.lesson'));
  const link = last?.querySelector('a');
  const start = document.querySelector<HTMLAnchorElement>('#start');
  if (link && start) {
    start.href = link.href;
    start.textContent = `Continue: ${link.textContent}`;
  }
  const me = await fetchKnownMe();
  if (!me) return;
  for (const item of items) {
    const { passed, total } = countProgress(parseTaskCounts(item.dataset['exercises'] ?? ''), me.exercises);
    const text = item.querySelector<HTMLElement>('.progress');
    if (!text || passed === 0) continue;
    const isDone = passed === total;
    text.textContent = isDone ? `Done: all ${total} tasks` : `${passed} of ${total} tasks done`;
    text.hidden = false;
    item.toggleAttribute('data-done', isDone);
  }
}
