import { ConfigError } from '../server/config.ts';
import { StoreError } from '../server/storage/errors.ts';
import { SetupError } from './setup-error.ts';

// What a shell reports for a program that SIGINT ended.
const INTERRUPTED_EXIT_CODE = 130;

/**
 * Runs a main file's work with a signal that SIGINT and SIGTERM abort, then ends the process: with the number that `work` resolves with, with 130 when it
 * was interrupted, with 1 and one message when it failed. Only a failure that nobody foresaw shows a stack trace.
 */
export async function runEntry(work: (signal: AbortSignal) => Promise<number>): Promise<never> {
  const controller = new AbortController();
  // Both may come twice, from the terminal and from npm: the second changes nothing.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => controller.abort());
  try {
    process.exit(await work(controller.signal));
  } catch (error) {
    if (controller.signal.aborted) {
      process.stderr.write('\nStopped.\n');
      process.exit(INTERRUPTED_EXIT_CODE);
    }
    process.stderr.write(`\n${messageOf(error)}\n`);
    process.exit(1);
  }
}

function messageOf(error: unknown): string {
  if (error instanceof SetupError || error instanceof ConfigError || error instanceof StoreError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const isArgument = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return isArgument ? `${error.message}. \`--help\` lists what there is.` : (error.stack ?? error.message);
}
