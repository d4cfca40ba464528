import type { LearnerClass } from '../../src/shared/class-views.ts';
import { dayOf, phaseOf } from '../domain/class-phase.ts';
import type { ClassRow, Member } from '../storage/class-port.ts';

/** A class as somebody in it sees it. An admin who is not in it runs it all the same. */
export function toLearnerClass(
  row: ClassRow,
  member: Pick<Member, 'role' | 'name'> | undefined,
  now: Date,
): LearnerClass {
  const { id, name, course, startsOn, endsOn } = row;
  const phase = phaseOf(row, dayOf(now));
  return {
    id,
    name,
    course,
    role: member?.role ?? 'instructor',
    ownName: member?.name ?? null,
    startsOn,
    endsOn,
    phase,
  };
}
