import { giveHint } from '../lib/staff-help.ts';
import type { ClassId, LearnerId } from '../shared/ids.ts';

interface GiveHintProps {
  readonly classId: ClassId;
  readonly learner: LearnerId;
  readonly exercise: string;
  readonly task: string;
  readonly title: string;
}

/** Gives a learner the next hint of a task that has one left. */
export function GiveHint({ classId, learner, exercise, task, title }: GiveHintProps) {
  return (
    <button type="button" class="quiet" onClick={() => void giveHint(classId, learner, exercise, task)}>
      Give the next hint<span class="visually-hidden"> for {title.replaceAll('`', '')}</span>
    </button>
  );
}
