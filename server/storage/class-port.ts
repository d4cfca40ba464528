import type { ClassLimits, ClassRole } from '../../src/shared/class-views.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import type { InternetAccess } from '../domain/internet-access.ts';

/** What an instructor may change of a class. Days are ISO 8601 dates; `null` where it has none, and for limits and Internet where the installation's hold. */
export interface ClassSettingsRow {
  readonly name: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly limits: ClassLimits | null;
  readonly internet: InternetAccess | null;
}

/** `code` is what learners join by, and is one class's at a time. */
export interface NewClass extends ClassSettingsRow {
  readonly id: ClassId;
  readonly course: string;
  readonly code: string;
}

/** Times are ISO 8601, UTC. */
export interface ClassRow extends NewClass {
  readonly createdAt: string;
  readonly archivedAt: string | null;
}

/** `name` is what the person goes by in this class. */
export interface Member {
  readonly learnerId: LearnerId;
  readonly role: ClassRole;
  readonly name: string;
  readonly joinedAt: string;
}

/** The classes, and who is in them. Part of the store: every method is atomic and durable when its promise resolves. */
export interface ClassRecords {
  /** Makes the class with its first instructor; false, and nothing is made, where the code is another's. */
  create(created: NewClass, instructor: { readonly learnerId: LearnerId; readonly name: string }): Promise<boolean>;
  byId(id: ClassId): Promise<ClassRow | undefined>;
  byCode(code: string): Promise<ClassRow | undefined>;
  /** All, the newest first. */
  all(): Promise<readonly ClassRow[]>;
  /** Those that the person has not left, the one that they joined last first. */
  of(learnerId: LearnerId): Promise<readonly { readonly row: ClassRow; readonly member: Member }[]>;
  change(id: ClassId, settings: ClassSettingsRow): Promise<void>;
  /** False, and nothing changes, where the code is another's. */
  changeCode(id: ClassId, code: string): Promise<boolean>;
  archive(id: ClassId, isArchived: boolean): Promise<void>;

  /**
   * Puts the person into the class. Who is there already, or was, gets the name, and the role where it is given; who was never there is a learner without one. Returns what holds then;
   * `undefined`, and nothing changes, where the class has `maxMembers` already.
   */
  join(
    id: ClassId,
    joining: { readonly learnerId: LearnerId; readonly name: string; readonly role?: ClassRole },
    maxMembers: number,
  ): Promise<Member | undefined>;
  /** Who has not left, in the order of joining. */
  members(id: ClassId): Promise<readonly Member[]>;
  member(id: ClassId, learnerId: LearnerId): Promise<Member | undefined>;
  /** False, and nothing changes, where the person is not in the class, and where nobody would be left to run it. */
  changeRole(id: ClassId, learnerId: LearnerId, role: ClassRole): Promise<boolean>;
  /** The same. */
  leave(id: ClassId, learnerId: LearnerId): Promise<boolean>;
}
