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

export function showPanel(panel: DeskPanel): void {
  const { shown, seen } = deskPanels.get();
  if (panel === shown) return;
  deskPanels.set({ shown: panel, seen: seen.includes(panel) ? seen : [...seen, panel] });
  const desk = document.querySelector<HTMLElement>('#desk');
  if (desk) desk.dataset['panel'] = panel;
}

export const panelId = (panel: DeskPanel) => `desk-panel-${panel}`;
export const panelTabId = (panel: DeskPanel) => `desk-tab-${panel}`;
