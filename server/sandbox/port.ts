import type { Duplex, Readable } from 'node:stream';
import type { SandboxId } from '../../src/shared/ids.ts';
import type { SandboxAllowance } from '../domain/sandbox-allowance.ts';

/** What a command in a sandbox came to. Output past the limit is cut off, and `truncated` says so. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly truncated: boolean;
}

export interface ExecOptions {
  readonly signal: AbortSignal;
  /** Written to the command's standard input, which is then closed. */
  readonly stdin?: Buffer;
  readonly maxOutputBytes?: number;
}

/**
 * Where a byte stream into a sandbox ends: the learner's Docker Engine, which the first to ask starts; the same, but only once somebody else has started it;
 * a TCP port that the learner's shell would reach on localhost; or the holder of the learner's shells, which is started where there is none.
 */
export type DialTarget =
  | { readonly kind: 'engine' }
  | { readonly kind: 'started-engine' }
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'shells' };

/**
 * A sandbox that runs. All of it is reached through the host engine's API.
 * Every method rejects with `SandboxLostError` once the sandbox has stopped.
 */
export interface ReadySandbox {
  readonly id: SandboxId;
  /** Absolute path of the learner's home folder. */
  readonly home: string;
  /** Runs a command as the learner, in their home folder, without a terminal. */
  exec(command: readonly string[], options: ExecOptions): Promise<ExecResult>;
  /** Runs a command as the learner and streams what it prints. An exit code other than 0 breaks the stream with what it wrote to standard error; the signal ends both. */
  read(command: readonly string[], signal: AbortSignal): Promise<Readable>;
  /** A raw byte stream. Whether anything listens at its other end shows only in use: a refused connection ends at once. */
  dial(target: DialTarget, signal: AbortSignal): Promise<Duplex>;
}

/** A sandbox that the host engine has, as it is there. */
export interface HostedSandbox {
  readonly id: SandboxId;
  readonly state: 'running' | 'paused' | 'stopped';
}

/** What the host has left. What it can't tell is `undefined`. */
export interface HostUsage {
  readonly memoryTotalBytes: number;
  readonly memoryAvailableBytes: number;
  /** Where the sandboxes' disks are. */
  readonly diskTotalBytes: number;
  readonly diskFreeBytes: number;
}

/** Makes, resumes and removes sandboxes on one host engine. How many there may be is not its business. */
export interface SandboxHost {
  /**
   * The sandbox with this id, running when the promise resolves: created if it was never there, resumed if paused, started if stopped, with files and
   * images as they were. Two calls at once for one id give one sandbox. `allowance` holds from now on, for one that runs as soon as it can: where more is in use, from its next start.
   * What it says of the Internet holds when the promise resolves. Left out, what was said last holds; before anything was, one that is started is closed.
   */
  open(id: SandboxId, signal: AbortSignal, allowance?: SandboxAllowance): Promise<ReadySandbox>;
  /** Freezes all of its processes; `open` resumes each where it was. One that does not run stays as it is. */
  pause(id: SandboxId): Promise<void>;
  /** Ends its processes and keeps its files and images. One that does not run stays as it is. */
  stop(id: SandboxId): Promise<void>;
  /** All sandboxes of this installation, but those of which only the disk is left. */
  list(): Promise<readonly HostedSandbox[]>;
  usage(): Promise<HostUsage>;
  /** Removes the sandboxes and everything that they kept. Removing what is not there is not an error. */
  remove(ids: readonly SandboxId[]): Promise<void>;
  /** Removes all sandboxes of this installation but these, and returns the removed ids. */
  reap(owned: ReadonlySet<SandboxId>): Promise<readonly SandboxId[]>;
}
