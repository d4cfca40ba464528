import { spawn } from 'node:child_process';
import { createLineTail } from './line-tail.ts';
import { setupError } from './setup-error.ts';

export interface RunOptions {
  /** Completes "Stopped while …" in the error. */
  readonly doing: string;
  readonly signal: AbortSignal;
  readonly cwd?: string;
  readonly onLine?: (line: string) => void;
}

/** Runs a program to its end without a terminal. Rejects with a `SetupError` when it can't be started or fails. */
export async function runCommand(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  options.signal.throwIfAborted();
  const tail = createLineTail(options.onLine);
  const exit = await new Promise<number | NodeJS.Signals>((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
      killSignal: 'SIGTERM',
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => tail.write(chunk));
    }
    child.on('error', (error) => reject(setupError(options.doing, error)));
    child.on('close', (code, signal) => resolve(signal ?? code ?? 1));
  });
  tail.end();
  options.signal.throwIfAborted();
  if (exit === 0) return;
  const how = typeof exit === 'number' ? `ended with exit code ${exit}` : `was ended by ${exit}`;
  throw setupError(options.doing, `\`${command}\` ${how}.`, tail.lines);
}
