import type { ClassPhase, ClassRole } from '../../src/shared/class-views.ts';

/** What of a class says when it is. Days are ISO 8601 dates, both counted in; `archivedAt` is a time. */
export interface ClassTerm {
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly archivedAt: string | null;
}

/** The day at a time by the clock of the server's own time zone, as an ISO 8601 date. */
export function dayOf(at: Date): string {
  const pad = (count: number, digits: number) => String(count).padStart(digits, '0');
  return `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1, 2)}-${pad(at.getDate(), 2)}`;
}

/** Where a class stands on a day. */
export function phaseOf({ startsOn, endsOn, archivedAt }: ClassTerm, today: string): ClassPhase {
  if (archivedAt !== null) return 'archived';
  if (endsOn !== null && endsOn < today) return 'over';
  if (startsOn !== null && today < startsOn) return 'planned';
  return 'on';
}

/**
 * The class whose limits a learner's sandbox has: of those that they are a learner in, the one that they joined last and that is neither over nor archived.
 * `classes` come as they were joined, the last first.
 */
export function classInForce<Row extends ClassTerm>(
  classes: readonly { readonly row: Row; readonly member: { readonly role: ClassRole } }[],
  today: string,
): Row | undefined {
  return classes.find(({ row, member }) => member.role === 'learner' && isRunning(phaseOf(row, today)))?.row;
}

function isRunning(phase: ClassPhase): boolean {
  return phase === 'planned' || phase === 'on';
}
