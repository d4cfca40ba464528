import { COMMAND_BLOCKS_FILE, commandBlocksSchema } from '../shared/command-blocks.ts';
import type { CommandBlock } from './connection.ts';

/** It is some kilobytes, and mostly just confirmed. */
const ASK_TIMEOUT_MS = 10_000;

/** What the server's pages say now of a command block: this page may have been open for days. Rejects where it can't be asked. */
export async function commandsNow({ lesson, block }: CommandBlock): Promise<string | undefined> {
  const response = await fetch(`/${COMMAND_BLOCKS_FILE}`, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return commandBlocksSchema.parse(await response.json())[lesson]?.[block];
}
