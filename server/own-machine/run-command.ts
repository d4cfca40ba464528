import { type ChildProcess, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import type { ExecOptions, ExecResult } from '../sandbox/port.ts';

/** What a check or a small tool prints at most, with room. */
const DEFAULT_OUTPUT_BYTES = 1024 * 1024;

/** As a shell says of a command that it does not find. */
const NOT_FOUND = 127;
const CANNOT_START = 126;

/** What an error says of what a command wrote. */
const MAX_COMPLAINT_BYTES = 4 * 1024;

export interface Place {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

function start(command: readonly string[], { folder, environment }: Place): ChildProcess {
  const [file = '', ...args] = command;
  // A group of its own, so that all of its processes can be ended.
  return spawn(file, args, { cwd: folder, env: environment, detached: true, stdio: 'pipe' });
}

function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All have ended.
  }
}

/** Runs a command to its end, without a terminal. Output past the limit is read and left. */
export function runCommand(command: readonly string[], place: Place, options: ExecOptions): Promise<ExecResult> {
  const { signal, stdin, maxOutputBytes = DEFAULT_OUTPUT_BYTES } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = start(command, place);
    const kept: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    let left = maxOutputBytes;
    let truncated = false;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (bytes: Buffer) => {
        truncated ||= bytes.length > left;
        kept[name].push(bytes.subarray(0, left));
        left -= Math.min(left, bytes.length);
      });
    }
    const abort = () => {
      end(child);
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    const settle = (exitCode: number) => {
      signal.removeEventListener('abort', abort);
      const [stdout, stderr] = [Buffer.concat(kept.stdout), Buffer.concat(kept.stderr)];
      resolve({ exitCode, stdout, stderr, truncated });
    };
    child.once('error', (error: NodeJS.ErrnoException) => settle(error.code === 'ENOENT' ? NOT_FOUND : CANNOT_START));
    child.once('close', (code, by) => settle(code ?? (by === 'SIGKILL' ? 137 : 143)));
    // A command need not read its input.
    child.stdin?.on('error', () => {});
    child.stdin?.end(stdin);
  });
}

/**
 * Streams what a command prints. A failure breaks the stream with what the command wrote to standard error. Whoever stops reading ends the command, and so does the signal.
 */
export function readCommand(command: readonly string[], place: Place, signal: AbortSignal): Readable {
  return Readable.from(output(command, place, signal), { objectMode: false, signal });
}

async function* output(command: readonly string[], place: Place, signal: AbortSignal): AsyncGenerator<Buffer> {
  signal.throwIfAborted();
  const child = start(command, place);
  // Whoever reads may wait for what the command says next.
  const abort = () => end(child);
  signal.addEventListener('abort', abort, { once: true });
  let complaint = '';
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(`could not be started: ${message}`));
    child.once('close', (code, by) => resolve(code === 0 ? '' : `ended with ${code ?? by}: ${complaint.trim()}`));
  });
  child.stdin?.end();
  child.stderr?.on('data', (bytes: Buffer) => {
    if (complaint.length < MAX_COMPLAINT_BYTES) complaint += bytes.toString();
  });
  try {
    for await (const bytes of child.stdout ?? []) yield bytes as Buffer;
    const problem = await ended;
    if (problem !== '') throw new Error(`The command ${problem.slice(0, MAX_COMPLAINT_BYTES)}`);
  } finally {
    signal.removeEventListener('abort', abort);
    end(child);
  }
}
