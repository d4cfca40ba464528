import type { Duplex } from 'node:stream';
import type { SandboxId } from '../../src/shared/ids.ts';

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

/** A terminal's worth of a process: what is written is typed, what is read is shown. `resize` takes effect at once. */
export interface TtyProcess extends Disposable {
  readonly stream: Duplex;
  resize(cols: number, rows: number): Promise<void>;
}

export interface TtyOptions {
  readonly cols: number;
  readonly rows: number;
  readonly signal: AbortSignal;
}

/** Where a byte stream into a sandbox ends: the learner's Docker Engine, or a TCP port that the learner's shell would reach on localhost. */
export type DialTarget = { readonly kind: 'engine' } | { readonly kind: 'port'; readonly port: number };

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
  /** Runs a command as the learner with a terminal of the given size. */
  tty(command: readonly string[], options: TtyOptions): Promise<TtyProcess>;
  /** A raw byte stream. Whether anything listens at its other end shows only in use: a refused connection ends at once. */
  dial(target: DialTarget, signal: AbortSignal): Promise<Duplex>;
}

/** Makes, resumes and removes sandboxes on one host engine. */
export interface SandboxHost {
  /**
   * The sandbox with this id, running when the promise resolves: created if it was never there, resumed if paused, started if stopped, with files and
   * images as they were. Two calls at once for one id give one sandbox.
   */
  open(id: SandboxId, signal: AbortSignal): Promise<ReadySandbox>;
  /** Freezes the processes of every running sandbox of this installation; `open` resumes each where it was. */
  pauseAll(): Promise<void>;
  /** Removes the sandbox and everything that it kept. Removing what is not there is not an error. */
  remove(id: SandboxId): Promise<void>;
  /** Removes all sandboxes of this installation but these, and returns the removed ids. */
  reap(owned: ReadonlySet<SandboxId>): Promise<readonly SandboxId[]>;
}
