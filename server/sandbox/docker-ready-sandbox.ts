import { Readable } from 'node:stream';
import type { Container } from 'dockerode';
import type { SandboxId } from '../../src/shared/ids.ts';
import { isEngineStatus } from '../domain/engine-errors.ts';
import { raceSignal } from '../domain/race-signal.ts';
import { collectOutput } from './collect-output.ts';
import { SandboxLostError } from './errors.ts';
import { exitCodeOf } from './exec-exit.ts';
import { ExecGate } from './exec-gate.ts';
import { engineSocket, learnerHome, learnerRuntimeDir } from './learner.ts';
import type { DialTarget, ExecOptions, ExecResult, ReadySandbox } from './port.ts';
import { readOutput } from './read-output.ts';
import { RelayedStream } from './relayed-stream.ts';
import { startExec } from './started-exec.ts';

/** What a check or a small tool prints at most, with room. */
const DEFAULT_OUTPUT_BYTES = 1024 * 1024;

/** The engine's code for a command that it could not start. */
const CANNOT_START = 126;

const EXIT_TIMEOUT_MS = 10_000;

/**
 * How long a relay goes on once one of its directions has ended: what is under way still arrives, and a server that has closed is not waited for.
 */
const HALF_OPEN_SECONDS = 0.5;

/** How an engine error from before the answer is told apart from the sandbox's having stopped. */
const INSPECT_TIMEOUT_MS = 5_000;

/** The engine's socket is there some milliseconds after the sandbox is: tried again for two seconds. */
const UNTIL_THERE = 'retry=40,interval=0.05';

/** The engine's too, but connecting to it does not start the engine. */
const startedEngineSocket = `${learnerRuntimeDir}/docker-started.sock`;

const relay = (address: string) => ['socat', '-t', String(HALF_OPEN_SECONDS), '-', address];

function relayCommand(target: DialTarget): readonly string[] {
  switch (target.kind) {
    case 'engine':
      return relay(`UNIX-CONNECT:${engineSocket},${UNTIL_THERE}`);
    case 'started-engine':
      return relay(`UNIX-CONNECT:${startedEngineSocket},${UNTIL_THERE}`);
    case 'port':
      return relay(`TCP:127.0.0.1:${target.port},connect-timeout=5`);
    case 'shells':
      return ['/usr/local/lib/drydock/holder'];
  }
}

/** The image's first steps take some ten milliseconds; a machine under load many more. */
const LISTEN_TIMEOUT_SECONDS = 20;
const UNTIL_IT_LISTENS = [
  'timeout',
  String(LISTEN_TIMEOUT_SECONDS),
  'sh',
  '-c',
  `until [ -S ${engineSocket} ]; do sleep 0.01; done`,
];

/** Resolves when the learner's engine can be asked, or won't be: what keeps it from listening shows in the command that comes after. */
export async function untilEngineListens(container: Container, id: SandboxId, gate?: ExecGate): Promise<void> {
  const signal = AbortSignal.timeout((LISTEN_TIMEOUT_SECONDS + 1) * 1_000);
  const sandbox = createDockerReadySandbox(container, id, gate && { gate });
  try {
    const { exitCode } = await sandbox.exec(UNTIL_IT_LISTENS, { signal });
    // After the host engine was killed, a container that is started again may lose its cgroup: the next opening starts it once more.
    if (exitCode === CANNOT_START) await container.kill();
  } catch {
    // The same.
  }
}

interface ReadySandboxOptions {
  readonly gate?: ExecGate;
  /** Commands wait for this. A person at a terminal is slower than the engine's socket, and does not. */
  readonly listens?: Promise<void>;
}

/** A sandbox that runs in a container, reached by execs through the host engine. */
export function createDockerReadySandbox(
  container: Container,
  id: SandboxId,
  { gate = new ExecGate(), listens }: ReadySandboxOptions = {},
): ReadySandbox {
  const isRunning = async (): Promise<boolean> => {
    try {
      const { State } = await container.inspect({ abortSignal: AbortSignal.timeout(INSPECT_TIMEOUT_MS) });
      return State.Running && !State.Paused;
    } catch (error) {
      if (isEngineStatus(error, 404)) return false;
      throw error;
    }
  };

  /** Rejects as `run` does, but with `SandboxLostError` where the sandbox's end is the reason. */
  const unlessLost = async <Result>(signal: AbortSignal, run: () => Promise<Result>): Promise<Result> => {
    try {
      return await run();
    } catch (cause) {
      if (signal.aborted) throw cause;
      if (!(await isRunning().catch(() => true))) {
        throw new SandboxLostError(`Sandbox ${id} is not running. Open it again.`, { cause });
      }
      // Just after it was resumed the engine may still refuse it as paused, and has begun nothing.
      if (isEngineStatus(cause, 409)) return run();
      throw cause;
    }
  };

  const exec = (command: readonly string[], options: ExecOptions): Promise<ExecResult> =>
    unlessLost(options.signal, async () => {
      const { signal, stdin, maxOutputBytes = DEFAULT_OUTPUT_BYTES } = options;
      const started = await startExec(container, gate, { command, hasStdin: stdin !== undefined }, signal);
      try {
        if (stdin) started.connection.end(stdin);
        const output = await collectOutput(started.connection, maxOutputBytes, signal);
        const code = await exitCodeOf(started.exec, signal);
        // A sandbox's end kills what runs in it, or keeps it from starting.
        if (code >= 126 && !(await isRunning())) throw new Error('The command ended with its sandbox.');
        return { exitCode: code, ...output };
      } catch (error) {
        void started.end();
        throw signal.aborted ? signal.reason : error;
      } finally {
        started.connection.destroy();
      }
    });

  return {
    id,
    home: learnerHome,

    async exec(command, options) {
      if (listens) await raceSignal(listens, options.signal);
      return exec(command, options);
    },

    read: (command: readonly string[], signal: AbortSignal): Promise<Readable> =>
      unlessLost(signal, async () => {
        const started = await startExec(container, gate, { command, hasStdin: false }, signal);
        // Whoever reads may wait for what the command says next.
        const cut = () => started.connection.destroy(signal.reason);
        signal.addEventListener('abort', cut, { once: true });
        started.connection.once('close', () => signal.removeEventListener('abort', cut));
        const code = () => exitCodeOf(started.exec, AbortSignal.timeout(EXIT_TIMEOUT_MS));
        return Readable.from(readOutput(started, code), { objectMode: false });
      }),

    dial: (target: DialTarget, signal: AbortSignal) =>
      unlessLost(signal, async () => {
        const { connection } = await startExec(
          container,
          gate,
          { command: relayCommand(target), hasStdin: true },
          signal,
        );
        return new RelayedStream(connection);
      }),
  };
}
