import { commandsNow } from './commands-now.ts';
import type { CommandBlock } from './connection.ts';
import { deskActions } from './desk-actions.ts';
import { type RunResult, runBlock } from './run-block.ts';

/** What a press of Run does; loaded when one is likely. */
export function pressRun(block: CommandBlock, commands: string): Promise<RunResult> {
  return runBlock({
    block,
    commands,
    desk: deskActions,
    commandsNow,
    askForNewTerminal: async () => {
      const { askForNewTerminal } = await import('../islands/run-elsewhere.tsx');
      return askForNewTerminal();
    },
  });
}
