import { remember } from './remembered.ts';

export type Theme = 'light' | 'dark';

/** Sent to `document` when the theme changes. */
const THEME_EVENT = 'drydock:theme';

const prefersDark = () => matchMedia('(prefers-color-scheme: dark)');

/** The learner's choice, or the system's where there is none. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return prefersDark().matches ? 'dark' : 'light';
}

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  remember('drydock.theme', theme);
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
