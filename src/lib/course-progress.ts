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

/** Fills in what this learner has done of the lessons that are listed. */
export async function showProgress(list: ParentNode): Promise<void> {
  const me = await fetchKnownMe();
  if (!me) return;
  for (const item of list.querySelectorAll<HTMLElement>('[data-exercises]')) {
    const { passed, total } = countProgress(parseTaskCounts(item.dataset['exercises'] ?? ''), me.exercises);
    const text = item.querySelector<HTMLElement>('.progress');
    if (!text || passed === 0) continue;
    const isDone = passed === total;
    text.textContent = isDone ? `Done: all ${total} tasks` : `${passed} of ${total} tasks done`;
    text.hidden = false;
    item.toggleAttribute('data-done', isDone);
  }
}

/** Where the learner goes on. */
export function showWhereToGoOn(): void {
  const last = recall('drydock.lesson');
  const link = last && document.querySelector<HTMLAnchorElement>(`[data-slug="${CSS.escape(last)}"] a`);
  const start = document.querySelector<HTMLAnchorElement>('#start');
  if (!link || !start) return;
  start.href = link.href;
  start.textContent = `Continue: ${link.textContent}`;
}
