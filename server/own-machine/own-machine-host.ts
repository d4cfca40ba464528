import { once } from 'node:events';
import { statfs } from 'node:fs/promises';
import { connect, type NetConnectOpts } from 'node:net';
import { freemem, totalmem } from 'node:os';
import { Duplex, PassThrough } from 'node:stream';
import type { SandboxId } from '../../src/shared/ids.ts';
import type { ReadySandbox, SandboxHost } from '../sandbox/port.ts';
import { type Place, readCommand, runCommand } from './run-command.ts';

/** Nothing on this machine takes longer to answer or to refuse. */
const CONNECT_TIMEOUT_MS = 5_000;

export interface OwnMachineHostOptions extends Place {
  /** The socket of the person's Docker Engine. */
  readonly engineSocket: string;
  /** Rejects as long as the person has not agreed that this machine is worked on. */
  readonly admit: () => Promise<void>;
  /** A stream to what holds the person's shells (HOLDER.md). */
  readonly connectToShells: (signal: AbortSignal) => Promise<Duplex>;
}

/** Part of the port that a machine has, which nobody but its owner pauses, stops or removes: all of these leave it as it is. */
export function createOwnMachineHost(options: OwnMachineHostOptions): SandboxHost {
  const opened = new Set<SandboxId>();
  return {
    async open(id, signal) {
      signal.throwIfAborted();
      await options.admit();
      opened.add(id);
      return createOwnMachine(id, options);
    },
    pause: async () => {},
    stop: async () => {},
    remove: async () => {},
    reap: async () => [],
    list: async () => [...opened].map((id) => ({ id, state: 'running' as const })),
    async usage() {
      const { blocks, bavail, bsize } = await statfs(options.folder);
      return {
        memoryTotalBytes: totalmem(),
        memoryAvailableBytes: freemem(),
        diskTotalBytes: blocks * bsize,
        diskFreeBytes: bavail * bsize,
      };
    },
  };
}

function createOwnMachine(id: SandboxId, options: OwnMachineHostOptions): ReadySandbox {
  const { engineSocket, folder } = options;
  const place = { folder, environment: options.environment };
  return {
    id,
    home: folder,
    exec: (command, execOptions) => runCommand(command, place, execOptions),
    read: async (command, signal) => readCommand(command, place, signal),
    dial: (target, signal) => {
      if (target.kind === 'shells') return options.connectToShells(signal);
      return connectTo(target.kind === 'port' ? target : { kind: 'socket', path: engineSocket }, signal);
    },
  };
}

type Target = { readonly kind: 'port'; readonly port: number } | { readonly kind: 'socket'; readonly path: string };

async function connectTo(target: Target, signal: AbortSignal): Promise<Duplex> {
  const address: NetConnectOpts =
    target.kind === 'port' ? { host: '127.0.0.1', port: target.port } : { path: target.path };
  const socket = connect({ ...address, allowHalfOpen: true });
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]) });
    return socket;
  } catch (error) {
    socket.destroy();
    if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED' || target.kind !== 'port') throw error;
    // As the port has it: a refused connection ends at once.
    const ended = new PassThrough();
    ended.end();
    return ended;
  }
}
