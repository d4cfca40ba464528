import * as z from 'zod/mini';
import { slugSchema } from './ids.ts';

/** Where the build of the pages leaves the commands, among the pages: so both are always of one build. */
export const COMMAND_BLOCKS_FILE = 'command-blocks.json';

/** As many as `terminal.run` can count. A lesson has some dozens. */
export const MAX_COMMAND_BLOCKS = 1_000;

/** More is a program, which belongs into an exercise's folder; and less than any shell takes at one go. */
export const MAX_COMMANDS_LENGTH = 8 * 1024;

/** Escape and its like could end a paste early, or be keys; a line end and a tab are text. */
const CONTROL_CHARACTER = /[^\P{Cc}\n\t]/u;

/** One block's commands as their author wrote them, in lines. */
export const commandsSchema = z.string().check(
  z.maxLength(MAX_COMMANDS_LENGTH, `is longer than ${MAX_COMMANDS_LENGTH} characters`),
  z.regex(/\S/, 'is empty'),
  z.refine((text) => !CONTROL_CHARACTER.test(text), 'has a control character in it'),
);

/** By lesson, the command blocks that can be run, in the order of its text. */
export const commandBlocksSchema = z.record(slugSchema, z.array(commandsSchema).check(z.maxLength(MAX_COMMAND_BLOCKS)));
export type CommandBlocks = z.infer<typeof commandBlocksSchema>;
