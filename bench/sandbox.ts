import { loadavg } from 'node:os';
import { type Row, table, verdict } from './figures.ts';
import { type CrowdCounts, measureCrowd } from './sandbox-crowd.ts';
import { measureFootprint } from './sandbox-footprint.ts';
import { measurePulls } from './sandbox-pulls.ts';
import { measureResets } from './sandbox-resets.ts';
import { measureReturns } from './sandbox-returns.ts';
import { measureStarts, type StartCounts } from './sandbox-starts.ts';
import { createStage, type Stage } from './stage.ts';

interface Counts {
  readonly starts: StartCounts;
  readonly returns: number;
  readonly resets: number;
  readonly footprints: number;
  readonly pulls: number;
  readonly crowd: CrowdCounts;
}

/** A quarter of an hour. */
const FULL: Counts = {
  starts: { warm: 40, cold: 12 },
  returns: 12,
  resets: 10,
  footprints: 10,
  pulls: 10,
  crowd: { sandboxes: 200, watchMs: 60_000, prompts: 100 },
};

/** For a look: too few for a p99. */
const QUICK: Counts = {
  starts: { warm: 5, cold: 3 },
  returns: 3,
  resets: 2,
  footprints: 2,
  pulls: 2,
  crowd: { sandboxes: 20, watchMs: 10_000, prompts: 20 },
};

/** Characters of a server's log that tell why it failed. */
const SERVER_WORDS = 2_000;

/** Prints all figures of sandboxes beside their baselines. Whatever it makes is gone when it resolves or rejects. */
export async function benchSandbox({
  isQuick,
  signal,
}: {
  readonly isQuick: boolean;
  readonly signal: AbortSignal;
}): Promise<void> {
  const counts = isQuick ? QUICK : FULL;
  const rows: Row[] = [];
  const failed: string[] = [];
  {
    await using stage = await createStage(signal);
    const parts: readonly (readonly [string, (stage: Stage) => Promise<readonly Row[]>])[] = [
      ['first visits', () => measureStarts(stage, counts.starts)],
      ['visits to paused and stopped sandboxes', () => measureReturns(stage, counts.returns)],
      ['resets', () => measureResets(stage, counts.resets)],
      ['pulls', () => measurePulls(stage, counts.pulls)],
      ['idle sandboxes', () => measureFootprint(stage, counts.footprints)],
      [`${counts.crowd.sandboxes} sandboxes at once`, () => measureCrowd(stage, counts.crowd)],
    ];
    for (const [title, measure] of parts) {
      signal.throwIfAborted();
      console.log(`Measuring ${title}; the machine's load is ${loadavg()[0]?.toFixed(1)}.`);
      try {
        rows.push(...(await measure(stage)));
      } catch (error) {
        // What was measured so far took minutes, and stands.
        signal.throwIfAborted();
        console.error(error, `\nThe server's last words: ${stage.drydock.output.slice(-SERVER_WORDS)}`);
        failed.push(title);
      }
    }
  }
  console.log(`${table(rows)}\n\n${verdict(rows)}`);
  if (failed.length > 0) console.log(`Not measured, for the reasons above: ${failed.join('; ')}.`);
}
