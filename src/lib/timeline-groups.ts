import type { TimelineEntry } from '../shared/timeline.ts';

/** What was done at one exercise, or in one lesson's quizzes, without anything else in between: the newest entry first. */
export interface TimelineSitting {
  readonly key: string;
  readonly subject: { readonly exercise: string } | { readonly lesson: string };
  readonly entries: readonly TimelineEntry[];
}

export interface TimelineDay {
  /** As the reader's clock has it: `2026-01-05`. */
  readonly day: string;
  readonly sittings: readonly TimelineSitting[];
}

const subjectOf = (entry: TimelineEntry) =>
  entry.kind === 'quiz' ? { lesson: entry.lesson } : { exercise: entry.exercise };

/** A timeline, the newest entry first, by days and by what was worked at. `dayOf` gives an instant's day. */
export function groupTimeline(
  entries: readonly TimelineEntry[],
  dayOf: (instant: string) => string,
): readonly TimelineDay[] {
  const days: {
    day: string;
    sittings: { key: string; subject: TimelineSitting['subject']; entries: TimelineEntry[] }[];
  }[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    if (days.at(-1)?.day !== day) days.push({ day, sittings: [] });
    const { sittings = [] } = days.at(-1) ?? {};
    const subject = subjectOf(entry);
    const last = sittings.at(-1);
    if (last && JSON.stringify(last.subject) === JSON.stringify(subject)) last.entries.push(entry);
    else sittings.push({ key: entry.id, subject, entries: [entry] });
  }
  return days;
}
