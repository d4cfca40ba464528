import type { LearnerClass } from '../../src/shared/class-views.ts';
import type { ClassRow, Member } from '../storage/class-port.ts';

/** A class as whoever is in it sees it. */
export function toLearnerClass({ row, member }: { row: ClassRow; member: Member }): LearnerClass {
  const { id, name, course, startsOn, endsOn, archivedAt } = row;
  return {
    id,
    name,
    course,
    role: member.role,
    ownName: member.name,
    startsOn,
    endsOn,
    isArchived: archivedAt !== null,
  };
}
