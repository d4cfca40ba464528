import type { ClassId, LearnerId } from '../../src/shared/ids.ts';

/** A person of a list, whom nobody has been yet. `ownId` is what their school or firm calls them. `tokenHash` is of their personal link. */
export interface NewPerson {
  readonly learnerId: LearnerId;
  readonly name: string;
  readonly ownId: string | null;
  readonly tokenHash: string;
}

/** Whose browser a personal link makes. `classId` is the class that it was made in, `null` for one that leads back to what a browser was before. */
export interface PersonalLinkRow {
  readonly learnerId: LearnerId;
  readonly classId: ClassId | null;
}

/** The part of the store that knows the people of a class beside their membership. Every method is atomic and durable when its promise resolves. */
export interface RosterRecords {
  /** Makes all of them, in their order, learners of the class, or none: false where the class would have more than `maxMembers` then. */
  importPeople(id: ClassId, people: readonly NewPerson[], maxMembers: number): Promise<boolean>;
  /** What their schools or firms call the members of a class. */
  ownIds(id: ClassId): Promise<ReadonlyMap<LearnerId, string>>;
  /** False where the person is not in the class. */
  rename(id: ClassId, learnerId: LearnerId, name: string): Promise<boolean>;
  /** When each member did something in the course last (ISO 8601, UTC); without those who never did. */
  lastActive(id: ClassId): Promise<ReadonlyMap<LearnerId, string>>;

  /** Makes this the person's only link. */
  replaceLink(link: PersonalLinkRow & { readonly tokenHash: string }): Promise<void>;
  link(tokenHash: string): Promise<PersonalLinkRow | undefined>;
  /** The one that is out to the person. */
  linkOf(learnerId: LearnerId): Promise<PersonalLinkRow | undefined>;
  /** Of the members of a class, those to whom a link is out. */
  linked(id: ClassId): Promise<ReadonlySet<LearnerId>>;
  /** False where there was none. */
  revokeLink(learnerId: LearnerId): Promise<boolean>;

  /** Whether the person has done anything that would be missed: attempts, deeds, a sandbox. */
  hasWork(learnerId: LearnerId): Promise<boolean>;
  /**
   * Gives the place that a link leads to, which nobody has worked in, to somebody who has: in each of its classes they stand in for it, by its name and id, and the
   * link leads to them. False, and nothing changes, where the link is not there or its place has work by now.
   */
  takePlace(tokenHash: string, learnerId: LearnerId): Promise<boolean>;
}
