import { frameCommandBlocks, readCommandBlocks } from './command-blocks-plugin.ts';
import { readQuizzes } from './quiz-plugin.ts';

/** What reads a lesson before it becomes a page; each throws with all mistakes that it finds, a line each: `file:line: what is wrong, and the fix`. */
export const lessonReaders = [readQuizzes, readCommandBlocks];

/** What changes the page that a lesson becomes. */
export const lessonFramers = [frameCommandBlocks];
