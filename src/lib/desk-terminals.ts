import type { DeskActions } from './desk-actions.ts';

export interface TerminalActions extends DeskActions {
  /** Goes on where the active shell has ended, or its sandbox: what Enter does there. */
  goOn(): void;
}

let give: (actions: TerminalActions) => void;
const panel = new Promise<TerminalActions>((resolve) => {
  give = resolve;
});

/** Called by the terminal's panel once it is alive, which it is not before it has been in view. */
export function offerTerminals(actions: TerminalActions): void {
  give(actions);
}

/** Resolves when the page's terminal panel is alive. */
export function deskTerminals(): Promise<TerminalActions> {
  return panel;
}
