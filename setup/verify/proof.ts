import type { ProvingGround } from './proving-ground.ts';

/** Something that is wrong, for its author. */
export interface Fault {
  /** Path from the project's folder. */
  readonly file: string;
  readonly line?: number;
  /** What happened and, where it is not plain, what to do. */
  readonly message: string;
  /** Lines beneath it: a diff, a program's last words. */
  readonly details?: readonly string[];
  /** A warning does not fail the proof. */
  readonly isWarning?: boolean;
}

/** What a proof came to. */
export interface Findings {
  readonly faults: readonly Fault[];
  /** For whoever reads the report: what was left alone, or was written. */
  readonly notes?: readonly string[];
}

/** One thing that the course claims, and how it is shown. */
export interface Proof {
  /** Unique, and a path of file names: the stamp's too. */
  readonly id: string;
  /** The exercise's or lesson's. */
  readonly name: string;
  readonly what: string;
  /** The file that it is about, from the project's folder. */
  readonly file: string;
  /** Paths from the project's folder on which the result depends, beside the code that everything rests on; `undefined` where it is not worth remembering. */
  readonly sources: readonly string[] | undefined;
  /** Longer, and it has failed. */
  readonly timeoutMs: number;
  run(ground: () => Promise<ProvingGround>, signal: AbortSignal): Promise<Findings>;
}

export type Outcome = 'passed' | 'failed' | 'cached';

export interface Result {
  readonly proof: Proof;
  readonly outcome: Outcome;
  readonly findings: Findings;
  readonly seconds: number;
}
