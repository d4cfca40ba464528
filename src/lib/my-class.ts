import { recall, remember } from './remembered.ts';

/** The header names the class that the learner is in. Empty for none. */
function showLink(name: string): void {
  const link = document.getElementById('class-link');
  if (!link) return;
  link.hidden = name === '';
  link.textContent = name;
}

/** As the server said last, because most pages ask nothing. */
export function showRememberedClass(): void {
  showLink(recall('drydock.class') ?? '');
}

export function noteClass(name: string | undefined): void {
  remember('drydock.class', name ?? '');
  showLink(name ?? '');
}
