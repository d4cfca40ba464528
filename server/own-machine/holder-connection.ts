import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { makePrivateFolder } from './private-folder.ts';

const PROGRAM = join(import.meta.dirname, 'holder-process.ts');

/** One may just be ending while another is started; more often than that something is wrong. */
const MAX_TRIES = 3;

/** A Node process starts in a tenth of that. */
const START_TIMEOUT_MS = 10_000;

/** A holder that runs says hello at once. */
const HELLO_TIMEOUT_MS = 5_000;

export interface HolderConnectionOptions {
  readonly socketPath: string;
  /** Where shells start. */
  readonly folder: string;
  /** Takes what the process has to say when something goes wrong. */
  readonly logFile: string;
  /** That of the person, in which their shells run. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The process that should hold the shells could not be started, or does not answer. */
export class HolderMissingError extends Error {
  override readonly name = 'HolderMissingError';
}

/** Leads to the process that holds the person's shells (HOLDER.md), and starts it where there is none. */
export function createHolderConnection(options: HolderConnectionOptions): (signal: AbortSignal) => Promise<Duplex> {
  const { socketPath, logFile } = options;
  let starting: Promise<void> | undefined;
  const start = () => {
    starting ??= startProcess(options).finally(() => {
      starting = undefined;
    });
    return starting;
  };
  return async (signal) => {
    await makePrivateFolder(dirname(socketPath));
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      signal.throwIfAborted();
      const stream = await reach(socketPath, signal);
      if (stream) return stream;
      await start();
    }
    throw new HolderMissingError(`The process that holds your shells does not answer. ${logFile} may say why.`);
  };
}

/** A stream with the hello at its beginning; `undefined` where there is no holder, or one that is just ending. */
async function reach(path: string, signal: AbortSignal): Promise<Socket | undefined> {
  const socket = connect(path);
  const either = AbortSignal.any([signal, AbortSignal.timeout(HELLO_TIMEOUT_MS)]);
  try {
    await once(socket, 'readable', { signal: either });
    if (socket.readableLength > 0) return socket;
  } catch (error) {
    // Refused, reset, or not there. A holder that is there and says nothing is no reason for another.
    if (either.aborted) throw error;
  }
  socket.destroy();
  return undefined;
}

/** Resolves once the process listens, or has ended because another does. */
async function startProcess({ socketPath, folder, logFile, environment }: HolderConnectionOptions): Promise<void> {
  const log = await open(logFile, 'w', 0o600);
  try {
    const child = spawn(process.execPath, [PROGRAM, socketPath, folder], {
      cwd: folder,
      env: { ...environment },
      // A session of its own: Ctrl-C in the terminal of `npm start` is not for it.
      detached: true,
      stdio: ['ignore', 'pipe', log.fd],
    });
    const signal = AbortSignal.timeout(START_TIMEOUT_MS);
    try {
      await Promise.race([once(child.stdout as Readable, 'data', { signal }), once(child, 'exit', { signal })]);
    } catch (cause) {
      child.kill('SIGKILL');
      throw new HolderMissingError(`The process that holds your shells could not be started. ${logFile} may say why.`, {
        cause,
      });
    } finally {
      child.stdout?.destroy();
      child.unref();
    }
  } finally {
    await log.close();
  }
}
