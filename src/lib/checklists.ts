import { recall, remember } from './remembered.ts';

/** Gives each point of the page's checklists a box. A point is known by its words: one that is written anew begins unticked. */
export function setUpChecklists(): void {
  const ticked = new Set(recall('drydock.checklist')?.split('\n'));
  for (const item of document.querySelectorAll<HTMLLIElement>('.checklist li')) {
    const words = item.textContent?.trim() ?? '';
    const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: ticked.has(words) });
    box.setAttribute('aria-label', words);
    box.addEventListener('change', () => {
      if (box.checked) ticked.add(words);
      else ticked.delete(words);
      remember('drydock.checklist', [...ticked].join('\n'));
    });
    item.prepend(box);
  }
}
