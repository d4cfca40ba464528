import { expect, test } from 'vitest';
import type { TimelineEntry } from '../shared/timeline.ts';
import { groupTimeline } from './timeline-groups.ts';

const dayOf = (instant: string) => instant.slice(0, 10);
const begun = (exercise: string, at: string): TimelineEntry => ({ id: `${exercise}-${at}`, kind: 'try', exercise, at });
const quiz = (lesson: string, at: string): TimelineEntry => ({
  ...{ id: `${lesson}-${at}`, kind: 'quiz', lesson, question: 'q', answer: [], isCorrect: true, at },
});

test('a timeline falls into days, and within a day into what was worked at without a break', () => {
  const groups = groupTimeline(
    [
      begun('web', '2026-01-06T09:00:00.000Z'),
      begun('web', '2026-01-05T12:00:00.000Z'),
      begun('web', '2026-01-05T11:00:00.000Z'),
      quiz('web', '2026-01-05T10:00:00.000Z'),
      begun('web', '2026-01-05T09:00:00.000Z'),
    ],
    dayOf,
  );
  expect(groups.map(({ day, sittings }) => [day, sittings.map(({ entries }) => entries.length)])).toEqual([
    ['2026-01-06', [1]],
    ['2026-01-05', [2, 1, 1]],
  ]);
  expect(groups[1]?.sittings[1]?.subject).toEqual({ lesson: 'web' });
});

test('an empty timeline has no days', () => {
  expect(groupTimeline([], dayOf)).toEqual([]);
});
