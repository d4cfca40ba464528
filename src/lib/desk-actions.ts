import type { CommandBlock, RunOutcome } from './connection.ts';

/** What the text of a lesson may ask of the desk beside it. */
export interface DeskActions {
  /**
   * Opens the desk where it is closed, and has a lesson's command block typed: in the terminal that the learner used last, or in a new one.
   * `full` where there can be no more terminals.
   */
  runBlock(block: CommandBlock, where: 'current' | 'new'): Promise<RunOutcome | 'full'>;
}

let give: (actions: DeskActions) => void;
const desk = new Promise<DeskActions>((resolve) => {
  give = resolve;
});

/** Called once, by the desk of the page. */
export function offerDeskActions(actions: DeskActions): void {
  give(actions);
}

/** Resolves when the page's desk is there. */
export function deskActions(): Promise<DeskActions> {
  return desk;
}
