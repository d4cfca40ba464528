import { forget, remember } from './remembered.ts';

export type Theme = 'light' | 'dark';

/** Sent to `document` when the theme changes. */
const THEME_EVENT = 'drydock:theme';

const prefersDark = () => matchMedia('(prefers-color-scheme: dark)');

/** The learner's own choice; `undefined` where the system's theme holds. */
export function chosenTheme(): Theme | undefined {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : undefined;
}

/** The learner's choice, or the system's where there is none. */
export function currentTheme(): Theme {
  return chosenTheme() ?? (prefersDark().matches ? 'dark' : 'light');
}

/** `undefined`: as the system has it. */
export function chooseTheme(theme: Theme | undefined): void {
  if (theme) {
    document.documentElement.dataset['theme'] = theme;
    remember('drydock.theme', theme);
  } else {
    delete document.documentElement.dataset['theme'];
    forget('drydock.theme');
  }
  document.dispatchEvent(new Event(THEME_EVENT));
}

/** Returns how to stop watching. */
export function watchTheme(onChange: (theme: Theme) => void): () => void {
  const tell = () => onChange(currentTheme());
  const system = prefersDark();
  document.addEventListener(THEME_EVENT, tell);
  system.addEventListener('change', tell);
  return () => {
    document.removeEventListener(THEME_EVENT, tell);
    system.removeEventListener('change', tell);
  };
}
