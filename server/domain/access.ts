import type { ClassRole } from '../../src/shared/class-views.ts';
import type { LearnerId } from '../../src/shared/ids.ts';
import type { Role } from '../../src/shared/views.ts';

/** Whose request or message it is. `isSignedIn`: by an account's session; whoever is known by the learner cookie alone has no rights of staff. */
export interface Visitor {
  readonly id: LearnerId;
  readonly role: Role;
  readonly isSignedIn: boolean;
}

/**
 * What a route or a message lets whoever asks do.
 * `public`: nothing that is anybody's. `own`: what is the visitor's alone. `installation.*`: what is about all. `class.*`: what is about one class.
 */
export const installationRights = ['public', 'own', 'installation.see', 'installation.manage', 'class.create'] as const;
export const classRights = ['class.see', 'class.watch', 'class.help', 'class.manage', 'class.grade'] as const;
export type InstallationRight = (typeof installationRights)[number];
export type ClassRight = (typeof classRights)[number];
export type Right = InstallationRight | ClassRight;

/** `unauthorized`: signing in may help. `forbidden`: it is there, and not theirs to use. `not-found`: they are not to know whether it is there. */
export type AccessDecision = 'allowed' | 'unauthorized' | 'forbidden' | 'not-found';

const installationRoles: Readonly<Record<Exclude<InstallationRight, 'public' | 'own'>, readonly Role[]>> = {
  'installation.see': ['instructor', 'admin'],
  'installation.manage': ['admin'],
  'class.create': ['instructor', 'admin'],
};

const classRoles: Readonly<Record<ClassRight, readonly ClassRole[]>> = {
  'class.see': ['learner', 'assistant', 'instructor'],
  'class.watch': ['assistant', 'instructor'],
  'class.help': ['assistant', 'instructor'],
  'class.manage': ['instructor'],
  'class.grade': ['instructor'],
};

export function isClassRight(right: Right): right is ClassRight {
  return (classRights as readonly Right[]).includes(right);
}

/** Whether the visitor (`undefined`: a browser that the server does not know) has a right that is about no class. */
export function decideAccess(visitor: Visitor | undefined, right: InstallationRight): AccessDecision {
  if (right === 'public') return 'allowed';
  if (!visitor) return 'unauthorized';
  if (right === 'own') return 'allowed';
  if (!installationRoles[right].includes(visitor.role)) return visitor.isSignedIn ? 'forbidden' : 'unauthorized';
  return 'allowed';
}

/**
 * The same for a right in a class. `standing` is what the visitor is there, `undefined` where they are not in it or there is no such class: who is not in it
 * is not told whether there is one.
 */
export function decideClassAccess(
  visitor: Visitor | undefined,
  right: ClassRight,
  standing: ClassRole | undefined,
): AccessDecision {
  if (!visitor) return 'unauthorized';
  if (standing === undefined) return 'not-found';
  if (!classRoles[right].includes(standing)) return 'forbidden';
  // A learner's own view needs no account; what staff see does, also where it is shown to learners too.
  if (standing !== 'learner' && !visitor.isSignedIn) return 'unauthorized';
  return 'allowed';
}

/** What the visitor is in a class that there is: an admin runs every class. */
export function standingIn(visitor: Visitor, membership: ClassRole | undefined): ClassRole | undefined {
  return visitor.role === 'admin' && visitor.isSignedIn ? 'instructor' : membership;
}
