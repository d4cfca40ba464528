import { loadavg } from 'node:os';
import { type Row, table, verdict } from './figures.ts';
import { type BrowserCounts, measureBrowser } from './terminal-browser.ts';
import { type EchoCounts, measureEcho } from './terminal-echo.ts';
import { type FrozenCounts, measureFrozen } from './terminal-frozen.ts';
import { measureInterrupt } from './terminal-interrupt.ts';
import { type LoadCounts, measureLoad } from './terminal-load.ts';
import { measureReload } from './terminal-reload.ts';
import { measureThroughput, type ThroughputCounts } from './terminal-throughput.ts';

interface Counts {
  readonly echo: EchoCounts;
  readonly throughput: ThroughputCounts;
  readonly frozen: FrozenCounts;
  readonly interrupt: { readonly rounds: number };
  readonly browser: BrowserCounts;
  readonly reload: { readonly rounds: number };
  readonly load: LoadCounts;
}

/** A quarter of an hour, half of it the load's. */
const FULL: Counts = {
  echo: { turns: 20, pausedTurns: 6 },
  throughput: { megabytes: 200, rounds: 3 },
  frozen: { learners: 4, keys: 200 },
  interrupt: { rounds: 20 },
  browser: { clicks: 20, keys: 200, interrupts: 30 },
  reload: { rounds: 15 },
  load: { learners: 500, seconds: 60 },
};

/** For a look: too few for a p99. */
const QUICK: Counts = {
  echo: { turns: 4, pausedTurns: 1 },
  throughput: { megabytes: 20, rounds: 1 },
  frozen: { learners: 1, keys: 50 },
  interrupt: { rounds: 3 },
  browser: { clicks: 3, keys: 20, interrupts: 2 },
  reload: { rounds: 3 },
  load: { learners: 20, seconds: 10 },
};

export const terminalParts = ['echo', 'throughput', 'frozen', 'interrupt', 'browser', 'reload', 'load'] as const;
export type TerminalPart = (typeof terminalParts)[number];

export interface TerminalBenchOptions {
  readonly isQuick: boolean;
  /** All of them where it is empty. */
  readonly only: readonly TerminalPart[];
  /** The program; looked for where Debian puts it when left out. */
  readonly ttyd: string | undefined;
  readonly signal: AbortSignal;
}

/** Prints the figures of terminals beside their baselines. Whatever it makes is gone when it resolves or rejects. */
export async function benchTerminal({ isQuick, only, ttyd, signal }: TerminalBenchOptions): Promise<void> {
  const counts = isQuick ? QUICK : FULL;
  const measure: Readonly<Record<TerminalPart, () => Promise<readonly Row[]>>> = {
    echo: () => measureEcho(counts.echo, { ttyd, signal }),
    throughput: () => measureThroughput(counts.throughput, signal),
    frozen: () => measureFrozen(counts.frozen, signal),
    interrupt: () => measureInterrupt(counts.interrupt, signal),
    browser: () => measureBrowser(counts.browser, signal),
    reload: () => measureReload(counts.reload, signal),
    load: () => measureLoad(counts.load, signal),
  };
  const rows: Row[] = [];
  const failed: TerminalPart[] = [];
  for (const part of only.length > 0 ? only : terminalParts) {
    signal.throwIfAborted();
    console.log(`Measuring ${part}; the machine's load is ${loadavg()[0]?.toFixed(1)}.`);
    try {
      rows.push(...(await measure[part]()));
    } catch (error) {
      // What was measured so far took minutes, and stands.
      signal.throwIfAborted();
      console.error(error);
      failed.push(part);
    }
  }
  console.log(`${table(rows)}\n\n${verdict(rows)}`);
  if (failed.length > 0) console.log(`Not measured, for the reasons above: ${failed.join('; ')}.`);
}
