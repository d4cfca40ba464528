import type { ClassPhase, ClassRole } from '../shared/class-views.ts';

export const roleWords: Readonly<Record<ClassRole, string>> = {
  learner: 'Learner',
  assistant: 'Assistant',
  instructor: 'Instructor',
};

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** An ISO 8601 date, such as “2 March 2026”. It is the same day in every time zone. */
export function dayWords(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}

interface Term {
  readonly phase: ClassPhase;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
}

/** When a class is, in a few words; empty for one that is on without an end. */
export function termWords({ phase, startsOn, endsOn }: Term): string {
  if (phase === 'archived') return 'Archived';
  if (phase === 'over') return endsOn === null ? 'Over' : `Over since ${dayWords(endsOn)}`;
  if (phase === 'planned' && startsOn !== null) return `Starts on ${dayWords(startsOn)}`;
  return endsOn === null ? '' : `Until ${dayWords(endsOn)}`;
}

/** What it means for a learner that their class is not on; `undefined` where it is. */
export function phaseAdvice({ phase, startsOn }: Term): string | undefined {
  switch (phase) {
    case 'planned':
      return startsOn === null ? undefined : `It starts on ${dayWords(startsOn)}. You can begin already.`;
    case 'over':
      return 'It is over. You can read and work on, and what you have done stays yours.';
    case 'archived':
      return 'It has been archived. You can read and work on, and what you have done stays yours.';
    case 'on':
      return undefined;
  }
}

/** The code as it is shown: in two halves. */
export function codeWords(code: string): string {
  return `${code.slice(0, code.length / 2)}-${code.slice(code.length / 2)}`;
}

const timeFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** A time in the reader's own time zone. */
export function timeWords(at: string | null): string {
  return at === null ? 'Not yet' : timeFormat.format(new Date(at));
}
