import { keepPanel } from './desk-view.ts';
import { createStore } from './store.ts';

/** What can lie on the desk: the terminals, the learner's files, the images of their engine, a published port as the platform shows it. */
export type DeskPanel = 'terminal' | 'files' | 'images' | `port-${number}`;

export interface DeskPanels {
  readonly shown: DeskPanel;
  /** Those that have been seen on this page. They stay, out of sight, while another is shown. */
  readonly seen: readonly DeskPanel[];
}

export interface PanelProps {
  /** False while it lies behind another: nothing needs to be read for it then. */
  readonly isShown: boolean;
}

export const deskPanels = createStore<DeskPanels>({ shown: 'terminal', seen: ['terminal'] });

/** It is remembered, but for a port: which there are is known only once the sandbox is there. */
export function showPanel(panel: DeskPanel): void {
  const { shown, seen } = deskPanels.get();
  if (panel === shown) return;
  deskPanels.set({ shown: panel, seen: seen.includes(panel) ? seen : [...seen, panel] });
  const { dataset } = document.documentElement;
  if (panel === 'terminal') delete dataset['deskPanel'];
  else dataset['deskPanel'] = panel;
  keepPanel(panel === 'files' || panel === 'images' ? panel : undefined);
}

/** The script in the page has given the panel of the last visit its place; this fills it. */
export function showRememberedPanel(): void {
  const panel = document.documentElement.dataset['deskPanel'];
  if (panel === 'files' || panel === 'images') showPanel(panel);
}

export const panelId = (panel: DeskPanel) => `desk-panel-${panel}`;
export const panelTabId = (panel: DeskPanel) => `desk-tab-${panel}`;
