import type { DeskActions } from './desk-actions.ts';

let give: (actions: DeskActions) => void;
const panel = new Promise<DeskActions>((resolve) => {
  give = resolve;
});

/** Called by the terminal's panel once it is alive, which it is not before it has been in view. */
export function offerTerminals(actions: DeskActions): void {
  give(actions);
}

/** Resolves when the page's terminal panel is alive. */
export function deskTerminals(): Promise<DeskActions> {
  return panel;
}
