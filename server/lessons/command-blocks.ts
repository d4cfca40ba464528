import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COMMAND_BLOCKS_FILE, commandBlocksSchema } from '../../src/shared/command-blocks.ts';

/** The commands that a lesson's pages offer to run. */
export interface CommandBlocks {
  /** As their author wrote them, in lines; `undefined` where the lesson or the block does not exist, or can't be run from the page. */
  commandsOf(lesson: string, block: number): string | undefined;
}

/** Reads, once, what the build of the pages has left in their folder. Throws where that is missing or torn. */
export async function createCommandBlocks(siteFolder: string): Promise<CommandBlocks> {
  const file = join(siteFolder, COMMAND_BLOCKS_FILE);
  const blocks = new Map(Object.entries(await readBlocks(file)));
  return { commandsOf: (lesson, block) => blocks.get(lesson)?.[block] };
}

async function readBlocks(file: string) {
  try {
    return commandBlocksSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const what = isMissing ? 'is missing' : 'can’t be read';
    throw new Error(
      `The commands of the lessons are unknown: ${file} ${what}. It is made together with the pages: remove that folder, and start again with \`npm start\`.`,
      { cause },
    );
  }
}
