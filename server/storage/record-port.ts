import type { GradebookSettings } from '../../src/shared/gradebook.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';

/** What an instructor decided about somebody's points in an exercise; `points` is `null` where they took an earlier decision back. */
export interface GradeOverride {
  readonly learnerId: LearnerId;
  readonly exercise: string;
  readonly points: number | null;
  readonly reason: string;
  /** `null` once that person has been deleted. */
  readonly madeBy: LearnerId | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Gradebooks: what their classes have set, and what was decided by hand. The points themselves are computed from the logs, and kept nowhere. */
export interface GradebookRecords {
  /** `undefined` where nobody has set anything. */
  settings(classId: ClassId): Promise<GradebookSettings | undefined>;
  changeSettings(classId: ClassId, settings: GradebookSettings): Promise<void>;
  appendOverride(classId: ClassId, override: Omit<GradeOverride, 'at'>): Promise<void>;
  /** All that were ever made in the class, or about one of its people, in their order. */
  overrides(classId: ClassId, learnerId?: LearnerId): Promise<readonly GradeOverride[]>;
}

/** What of a deleted person is kept outside of the store, and still to be removed. */
export interface Errand {
  readonly kind: 'sandbox' | 'registry';
  /** The sandbox's id, or the account's name. */
  readonly subject: string;
}

/** Rows of one table, as they are kept. */
export interface PersonRows {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export type ErasureOutcome =
  | { readonly kind: 'erased' }
  | { readonly kind: 'unknown' }
  /** Nobody would be left to run these classes: nothing was changed. */
  | { readonly kind: 'runs-classes'; readonly classes: readonly string[] };

/** All that is kept about a person: to be read by them, and to be removed. */
export interface PersonalRecords {
  /** Page by page; a table that has no row of theirs is left out. */
  rowsAbout(learnerId: LearnerId): AsyncIterable<PersonRows>;
  /** Removes every row about the person at once, and leaves errands for what is outside. That it was done is kept, without who they were. */
  erase(learnerId: LearnerId): Promise<ErasureOutcome>;
  errands(): Promise<readonly Errand[]>;
  finish(errand: Errand): Promise<void>;
  /** Whether the account was a deleted person's, who still knows its password: nobody is given its name again. */
  isAccountRetired(name: string): Promise<boolean>;
}
