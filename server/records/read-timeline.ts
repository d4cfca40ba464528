import { z } from 'zod';
import type { LearnerId } from '../../src/shared/ids.ts';
import type { Timeline, TimelineEntry } from '../../src/shared/timeline.ts';
import type { LogLine, LogPlace, PersonLog } from '../storage/port.ts';

/** What a page shows at once. */
const ENTRIES_A_PAGE = 50;

/** Some hundred kilobytes, and some ten milliseconds. */
const LINES_AT_ONCE = 500;

/** A place in somebody's log, as a page hands it back: `2026-01-02T03:04:05.000Z.attempt.12`. */
export const logPlaceSchema = z
  .string()
  .max(80)
  .transform((text, context): LogPlace => {
    const [, at, log, sequence] = /^(\d{4}-[\d:TZ.-]{1,30}Z)\.(attempt|deed)\.(\d{1,15})$/.exec(text) ?? [];
    if (at !== undefined && log !== undefined) return { at, log: log as LogPlace['log'], sequence: Number(sequence) };
    context.addIssue('no place in a timeline');
    return z.NEVER;
  });

export function placeOf(line: LogLine): LogPlace {
  const { log, sequence } = line;
  return { log, sequence, at: line.log === 'attempt' ? line.attempt.at : line.deed.at };
}

function toEntry(line: LogLine): TimelineEntry {
  const id = `${line.log}-${line.sequence}`;
  if (line.log === 'deed') {
    const { learnerId: _, ...deed } = line.deed;
    return { id, ...deed, ...(deed.kind === 'quiz' && { answer: [...deed.answer] }) } as TimelineEntry;
  }
  const { exercise, task, verdict, at } = line.attempt;
  return { id, kind: 'attempt', exercise, task, verdict, at };
}

/** A page of what somebody did, the newest first. */
export async function readTimeline(
  log: PersonLog,
  learnerId: LearnerId,
  asked: { readonly exercise?: string | undefined; readonly after?: LogPlace | undefined },
): Promise<Timeline> {
  const lines = await log.page(learnerId, { ...asked, limit: ENTRIES_A_PAGE + 1, isNewestFirst: true });
  const shown = lines.slice(0, ENTRIES_A_PAGE);
  const last = shown.at(-1);
  const place = last && placeOf(last);
  return {
    entries: shown.map(toEntry),
    next: place && lines.length > shown.length ? `${place.at}.${place.log}.${place.sequence}` : null,
  };
}

/** All of somebody's log from its beginning, a part of it at a time. */
export async function* readWholeLog(log: PersonLog, learnerId: LearnerId): AsyncGenerator<readonly LogLine[]> {
  let after: LogPlace | undefined;
  for (;;) {
    const lines = await log.page(learnerId, { limit: LINES_AT_ONCE, after });
    const last = lines.at(-1);
    if (last === undefined) return;
    yield lines;
    if (lines.length < LINES_AT_ONCE) return;
    after = placeOf(last);
  }
}
