import { raceSignal } from '../../server/domain/race-signal.ts';
import { atOnce } from '../at-once.ts';
import type { Fault, Findings, Proof, Result } from './proof.ts';
import type { ProvingGround } from './proving-ground.ts';

/** Sandboxes at a time: each is an engine that builds and starts things, and two leave a fifth of two cores idle. */
const AT_ONCE = 3;

/** A sandbox is removed in a second; an engine that hangs must not hold up the report. */
const CLEAN_UP_TIMEOUT_MS = 30_000;

/** What is known of proofs that were made before. */
export interface ProofMemory {
  /** Whether the proof passed, with all that it depends on as it is now. */
  knows(proof: Proof): Promise<boolean>;
  keep(proof: Proof): Promise<void>;
}

export interface RunOptions {
  readonly ground: () => Promise<ProvingGround>;
  readonly memory: ProofMemory | undefined;
  readonly signal: AbortSignal;
  readonly onResult: (result: Result) => void;
}

/** Runs the proofs, a few at a time, each bounded in time; resolves with their results in the order of the proofs. Rejects only where it is aborted. */
export async function runProofs(proofs: readonly Proof[], options: RunOptions): Promise<readonly Result[]> {
  const { signal } = options;
  const results: Result[] = [];
  try {
    await atOnce(AT_ONCE, proofs, async (proof, index) => {
      const result = await runProof(proof, options);
      results[index] = result;
      options.onResult(result);
    });
  } finally {
    signal.throwIfAborted();
  }
  return results;
}

async function runProof(proof: Proof, { ground, memory, signal }: RunOptions): Promise<Result> {
  const startMs = performance.now();
  const seconds = () => (performance.now() - startMs) / 1000;
  signal.throwIfAborted();
  if (memory && (await memory.knows(proof))) {
    return { proof, outcome: 'cached', findings: { faults: [] }, seconds: seconds() };
  }
  const findings = await find(proof, ground, signal);
  // A warning, and what was written, are told again the next time.
  if (findings.faults.length === 0 && !findings.notes?.length) await memory?.keep(proof);
  const hasFailed = findings.faults.some(({ isWarning }) => !isWarning);
  return { proof, outcome: hasFailed ? 'failed' : 'passed', findings, seconds: seconds() };
}

async function find(proof: Proof, ground: RunOptions['ground'], signal: AbortSignal): Promise<Findings> {
  signal.throwIfAborted();
  const tooLong = AbortSignal.timeout(proof.timeoutMs);
  const either = AbortSignal.any([signal, tooLong]);
  const run = proof.run(ground, either);
  try {
    return await raceSignal(run, either);
  } catch (error) {
    // Its sandbox goes with it, so that the next one has the room.
    if (either.aborted) await raceSignal(run, AbortSignal.timeout(CLEAN_UP_TIMEOUT_MS)).catch(() => {});
    signal.throwIfAborted();
    return { faults: [faultOf(proof, error, tooLong.aborted)] };
  }
}

function faultOf({ file, timeoutMs }: Proof, error: unknown, isTooLong: boolean): Fault {
  if (isTooLong) return { file, message: `It took longer than ${Math.round(timeoutMs / 1000)} s, and was given up.` };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { file, message: `It could not be tried: ${message}`, details: stack?.split('\n').slice(1, 6) ?? [] };
}
