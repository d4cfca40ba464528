import { recall, remember } from './remembered.ts';
import { chooseTheme, chosenTheme } from './theme.ts';

/** On until they are switched off. */
export type Setting = 'celebrate' | 'single-keys';

export function isOn(setting: Setting): boolean {
  return recall(`drydock.${setting}`) !== 'off';
}

/** Between a menu and the edges of the window, in px. */
const GAP = 6;

/** Gives the header's settings their work. */
export function setUpSettings(): void {
  const menu = document.querySelector<HTMLElement>('#settings');
  const button = document.querySelector('[popovertarget="settings"]');
  if (!menu || !button) return;
  // Others may have chosen meanwhile, in another tab.
  menu.addEventListener('beforetoggle', () => {
    for (const radio of menu.querySelectorAll<HTMLInputElement>('[name="theme"]'))
      radio.checked = radio.value === (chosenTheme() ?? '');
    for (const box of menu.querySelectorAll<HTMLInputElement>('[data-setting]'))
      box.checked = isOn(box.dataset['setting'] as Setting);
  });
  menu.addEventListener('toggle', () => {
    const { bottom, right } = button.getBoundingClientRect();
    menu.style.top = `${bottom + GAP}px`;
    menu.style.left = `${Math.max(GAP, right - menu.offsetWidth)}px`;
  });
  menu.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const { setting } = target.dataset;
    if (setting) remember(`drydock.${setting as Setting}`, target.checked ? 'on' : 'off');
    else chooseTheme(target.value === 'light' || target.value === 'dark' ? target.value : undefined);
  });
}
