import type Docker from 'dockerode';
import type { Exec } from 'dockerode';
import { keeperName, optionsLabel } from '../domain/docker-names.ts';
import { isNotRunning, unlessMissing, wasOvertaken } from '../domain/engine-errors.ts';
import { collectOutput } from './collect-output.ts';
import { exitCodeOf } from './exec-exit.ts';
import { type KeeperContainer, keeperContainerOptions } from './keeper-options.ts';

/** Of one command. The longest wait in any is for another to be done with the disks: 20 s. */
const COMMAND_TIMEOUT_MS = 30_000;

/** By shells and engines from here on: a command could not be started, or was killed. */
const NOT_BY_ITSELF = 126;

/** The names of some thousand disks fit. */
const MAX_OUTPUT_BYTES = 256 * 1024;

/** How often another process may have been quicker, before something else must be wrong. */
const BRING_UP_TRIES = 5;

/** A command in the keeper that did not end with 0. */
export class KeeperCommandError extends Error {
  override readonly name = 'KeeperCommandError';
  readonly exitCode: number;
  /** What the command said about it. */
  readonly reason: string;

  constructor(command: readonly string[], exitCode: number, reason: string) {
    super(`The keeper's command \`${command.slice(0, 2).join(' ')}\` ended with ${exitCode}: ${reason}`);
    this.exitCode = exitCode;
    this.reason = reason;
  }
}

export interface KeeperCommands {
  /** Creates the keeper's container where it is missing or no longer current, and starts it where it does not run. */
  bringUp(signal: AbortSignal): Promise<void>;
  /** Runs a program of the keeper's image, in a keeper that is brought up if need be. Resolves with the lines that it prints; rejects with `KeeperCommandError`. */
  run(command: readonly string[], signal?: AbortSignal): Promise<readonly string[]>;
}

/** The keeper's container, and commands in it. */
export function createKeeperCommands(docker: Docker, keeper: KeeperContainer): KeeperCommands {
  const container = docker.getContainer(keeperName(keeper.installation));
  const wanted = keeperContainerOptions(keeper);

  const bringUpOnce = async (abortSignal: AbortSignal): Promise<void> => {
    const found = await unlessMissing(container.inspect({ abortSignal }));
    const isUsable =
      found && found.Config.Labels[optionsLabel] === wanted.Labels?.[optionsLabel] && !found.State.Paused;
    if (isUsable && found.State.Running) return;
    if (found && !isUsable) await container.remove({ force: true, abortSignal });
    if (!isUsable) await docker.createContainer({ ...wanted, abortSignal });
    await container.start({ abortSignal });
  };

  const bringUp = async (signal: AbortSignal): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await bringUpOnce(signal);
      } catch (error) {
        if (!wasOvertaken(error) || tries === BRING_UP_TRIES) throw error;
      }
    }
  };

  const prepare = (command: readonly string[], abortSignal: AbortSignal): Promise<Exec> =>
    container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal });

  const prepareInRunning = async (command: readonly string[], signal: AbortSignal): Promise<Exec> => {
    try {
      return await prepare(command, signal);
    } catch (error) {
      if (!isNotRunning(error)) throw error;
      await bringUp(signal);
      return prepare(command, signal);
    }
  };

  const runOnce = async (command: readonly string[], abortSignal: AbortSignal) => {
    const exec = await prepareInRunning(command, abortSignal);
    const connection = await exec.start({ hijack: true, stdin: false, abortSignal });
    const { stdout, stderr } = await collectOutput(connection, MAX_OUTPUT_BYTES, abortSignal);
    return { exitCode: await exitCodeOf(exec, abortSignal), stdout, stderr };
  };

  return {
    bringUp,

    async run(command, signal) {
      const timeout = AbortSignal.timeout(COMMAND_TIMEOUT_MS);
      const abortSignal = signal ? AbortSignal.any([signal, timeout]) : timeout;
      let { exitCode, stdout, stderr } = await runOnce(command, abortSignal);
      // Ended with its container, or not started: after the host engine was killed, its container's cgroup may be gone from under it.
      if (exitCode >= NOT_BY_ITSELF) {
        await unlessMissing(container.remove({ force: true, abortSignal }));
        ({ exitCode, stdout, stderr } = await runOnce(command, abortSignal));
      }
      // What the engine says of a command that it could not start comes as its output.
      if (exitCode !== 0) throw new KeeperCommandError(command, exitCode, `${stderr}`.trim() || `${stdout}`.trim());
      return stdout.toString().split('\n').slice(0, -1);
    },
  };
}
