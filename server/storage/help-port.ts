import type { ClassMessage, HelpId } from '../../src/shared/help-views.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import type { HelpEvent, HelpSession } from '../domain/help.ts';

/** What happened in a class beside help sessions: a message to one learner or all of them, one that a learner has put away, a hint that was given. */
export type ClassNote =
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'seen'; readonly message: number }
  | { readonly kind: 'hint'; readonly exercise: string; readonly task: string };

/** A line of the class's log. `learnerId`: `null` where it is about all learners. `session`: `null` where it is of none. */
export interface ClassEvent {
  readonly sequence: number;
  readonly classId: ClassId;
  readonly learnerId: LearnerId | null;
  readonly session: HelpId | null;
  readonly byId: LearnerId | null;
  readonly event: HelpEvent | ClassNote;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What a change is to append, or why nothing is. */
export type HelpChange<Refusal> =
  | {
      readonly kind: 'append';
      readonly session: Pick<HelpSession, 'id' | 'classId'>;
      readonly byId: LearnerId | null;
      readonly event: HelpEvent;
    }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** What happens in classes while they are taught, in one append-only log. Part of the store: every method is atomic and durable when its promise resolves. */
export interface HelpRecords {
  /** Appends what `decide` makes of the learner's latest session, which nobody else changes meanwhile. Resolves with the session then, or the refusal. */
  change<Refusal>(
    learnerId: LearnerId,
    decide: (latest: HelpSession | undefined) => HelpChange<Refusal>,
  ): Promise<{ readonly session: HelpSession } | { readonly refusal: Refusal }>;
  /** Every session that is not over. */
  open(): Promise<readonly HelpSession[]>;
  session(id: HelpId): Promise<HelpSession | undefined>;
  /** Returns the line's number. */
  note(note: {
    readonly classId: ClassId;
    readonly learnerId: LearnerId | null;
    readonly byId: LearnerId;
    readonly event: ClassNote;
  }): Promise<number>;
  /** Messages of the class to the learner, and to all since they joined, that they have not put away: the newest so many, the oldest first. Without names. */
  unseen(
    of: { readonly classId: ClassId; readonly learnerId: LearnerId; readonly since: string },
    limit: number,
  ): Promise<readonly (Omit<ClassMessage, 'from'> & { readonly byId: LearnerId })[]>;
  /** What was appended behind a line, in order, so many at most. */
  after(sequence: number, limit: number): Promise<readonly ClassEvent[]>;
  /** The number of the newest line; 0 without one. */
  newest(): Promise<number>;
  /** All that is about a learner alone, or was done by them, in order. */
  about(learnerId: LearnerId): Promise<readonly ClassEvent[]>;
}
