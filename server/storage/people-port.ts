import type { ClassRole } from '../../src/shared/class-views.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import type { Role } from '../../src/shared/views.ts';

/** To help in a class, or to run it. */
export interface ClassInvite {
  readonly classId: ClassId;
  readonly role: Exclude<ClassRole, 'learner'>;
}

/** An invitation, known by its token's SHA-256 in hex. */
export interface NewInvite {
  readonly tokenHash: string;
  /** What it makes of whoever uses it. */
  readonly role: Role;
  /** What it makes of them in a class, too. */
  readonly inClass?: ClassInvite;
}

/** What an invitation says to whoever opens it. `inClass` is left out where it is for no class. */
export interface OpenInvite {
  readonly role: Role;
  readonly inClass?: { readonly name: string; readonly role: ClassInvite['role'] };
}

/** The part of the store that knows who may become what, and who may try to sign in. */
export interface PeopleStore {
  createInvite(invite: NewInvite): Promise<void>;
  /** True while somebody with an account is an admin, or an open invitation makes one. */
  hasAdminOrInvite(): Promise<boolean>;
  /** What the invitation makes; `undefined` where it was used or never was, and where its class is archived. */
  openInvite(tokenHash: string): Promise<OpenInvite | undefined>;
  /**
   * Uses the invitation up, gives the learner its role, where theirs is less, puts them into its class by the name of their account, and returns what they are then; `undefined`, and nothing
   * changes, where it was used or never was.
   */
  redeemInvite(tokenHash: string, learnerId: LearnerId): Promise<Role | undefined>;

  /**
   * Counts an attempt to sign in, before it is known how it ends, so that many at once are not looked at all. Returns until when (ISO 8601) none
   * is looked at, and counts nothing then; `undefined` where this one is.
   */
  beginSignIn(nameHash: string): Promise<string | undefined>;
  /** It was the right password: the count begins anew. */
  forgetSignIns(nameHash: string): Promise<void>;
}
