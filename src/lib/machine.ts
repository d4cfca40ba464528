import type { OwnMachineState } from '../shared/own-machine-views.ts';
import { recall, remember } from './remembered.ts';
import { createStore } from './store.ts';

/** Where the learner works. `own` is what they have agreed to on their own machine; `undefined` in a sandbox, and until the server has said. */
export const machine = createStore<{ readonly own: OwnMachineState | undefined }>({ own: undefined });

/** The folder of the exercises on the learner's own machine, as the server said last; `undefined` in a sandbox, where they are in the home folder. */
function rememberedFolder(): string | undefined {
  return recall('drydock.machine') || undefined;
}

export function isOwnMachine(): boolean {
  return rememberedFolder() !== undefined;
}

/** A text of the course, with its paths as they are where the learner works. */
export function localPaths(text: string): string {
  const folder = rememberedFolder();
  return folder === undefined ? text : text.replaceAll('`~/', `\`${folder}/`);
}

/** As the server said last, because most pages ask nothing. */
export function showRememberedMachine(): void {
  const folder = rememberedFolder();
  document.documentElement.toggleAttribute('data-own-machine', folder !== undefined);
  if (folder === undefined) return;
  for (const home of document.querySelectorAll('[data-home]')) home.textContent = folder;
}

export function noteMachine(own: OwnMachineState | undefined): void {
  machine.set({ own });
  remember('drydock.machine', own?.folder ?? '');
  showRememberedMachine();
}
