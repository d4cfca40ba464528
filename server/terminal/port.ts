import type { TtyOptions, TtyProcess } from '../sandbox/port.ts';

/** A client's place at a shell. The stream ends when the shell does; disposing leaves the shell running. */
export interface AttachedShell extends TtyProcess {
  /** What of the stream's next bytes the shell itself wrote: a holder's own additions are taken away. */
  shown(bytes: Buffer): Buffer;
}

/** Keeps a named shell alive where the learner works, whoever looks at it. */
export interface ShellHolder {
  /** Starts the shell when there is none. */
  attach(options: TtyOptions): Promise<AttachedShell>;
  /** Whether the place in which the shell ran is still there: tells a shell that ended from one that was cut off. */
  isReachable(signal: AbortSignal): Promise<boolean>;
}
