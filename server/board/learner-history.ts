import { setImmediate as letOthersCome } from 'node:timers/promises';
import type { LearnerId } from '../../src/shared/ids.ts';
import { type BoardPlan, type LearnerProgress, noProgress, withBoardEvent } from '../domain/class-progress.ts';
import type { ClassLog, LogPlace } from '../storage/class-log-port.ts';

/** Read, parsed and counted in some milliseconds, so that nobody else waits. */
const PAGE_LINES = 250;

/** A year of a class that tries something every minute. Beyond it the oldest count, and a board stays a board. */
const MAX_LINES = 200_000;

export interface LearnerHistory {
  readonly progress: LearnerProgress;
  /** The lines of either log beyond the place that are in it already. */
  readonly seen: Readonly<Record<keyof LogPlace, Set<number>>>;
}

/** Reads all of a learner's lines, a page at a time. `place`: how far a feed has come that will pass on the rest. */
export async function readHistory(
  { log, plan }: { readonly log: Pick<ClassLog, 'lines'>; readonly plan: BoardPlan },
  learner: LearnerId,
  place: LogPlace,
): Promise<LearnerHistory> {
  let progress = noProgress;
  const seen = { attempts: new Set<number>(), deeds: new Set<number>() };
  for (const which of ['attempts', 'deeds'] as const) {
    let after = 0;
    for (let count = 0; count < MAX_LINES; ) {
      const lines = await log.lines({ log: which, after, limit: PAGE_LINES, learner });
      for (const { sequence, event } of lines) {
        progress = withBoardEvent(plan, progress, event);
        if (sequence > place[which]) seen[which].add(sequence);
      }
      count += lines.length;
      after = lines.at(-1)?.sequence ?? after;
      // SQLite answers at once, and whoever waits would wait for all of it.
      await letOthersCome();
      if (lines.length < PAGE_LINES) break;
    }
  }
  return { progress, seen };
}
