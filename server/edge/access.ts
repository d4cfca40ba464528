import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import {
  type AccessDecision,
  type ClassRight,
  decideAccess,
  decideClassAccess,
  type InstallationRight,
  type Right,
  standingIn,
  type Visitor,
} from '../domain/access.ts';
import { LearnerError } from '../errors.ts';
import type { ClassRecords } from '../storage/class-port.ts';
import type { Visitors } from './visitors.ts';

export interface AccessOptions {
  readonly readVisitor: Visitors['read'];
  readonly classes: Pick<ClassRecords, 'byId' | 'member'>;
}

/** What a right in a class is about: the class, and where it is about one of its people, them. */
export interface ClassSubject {
  readonly classId: ClassId;
  readonly learnerId?: LearnerId;
}

/** Routes and messages ask here, and nowhere else, who may do what. */
export interface Access {
  readonly readVisitor: AccessOptions['readVisitor'];
  /** Throws `unauthorized` or `forbidden`. */
  require(visitor: Visitor | undefined, right: InstallationRight): void;
  /** Throws `unauthorized`, `forbidden` or `not-found`, the last also for a learner who is not in the class. */
  requireInClass(visitor: Visitor | undefined, right: ClassRight, subject: ClassSubject): Promise<void>;
}

const words: Readonly<Record<Exclude<AccessDecision, 'allowed'>, string>> = {
  unauthorized: 'The server does not know this browser. Reload the page, then try again.',
  forbidden: 'This is for instructors, and your account is not one’s. Ask whoever runs this Drydock.',
  'not-found': 'There is no such class, or you are not in it.',
};
const STAFF_WORDS = 'This is for instructors. Sign in with an instructor’s account first.';
const ACCOUNT_WORDS = 'Nobody is signed in here, or not any more. Sign in, then try again.';

export const notKnown = (): LearnerError => new LearnerError('unauthorized', words.unauthorized);
export const notSignedIn = (): LearnerError => new LearnerError('unauthorized', ACCOUNT_WORDS);
export const noSuchClass = (): LearnerError => new LearnerError('not-found', words['not-found']);

export function createAccess({ readVisitor, classes }: AccessOptions): Access {
  const hold = (visitor: Visitor | undefined, right: Right, decision: AccessDecision) => {
    if (decision === 'allowed') return;
    // What learners have by their cookie alone; to everything else signing in is the way.
    const isLearners = right === 'own' || right === 'class.see';
    const isSignIn = decision === 'unauthorized' && (visitor !== undefined || !isLearners);
    throw new LearnerError(decision, isSignIn ? STAFF_WORDS : words[decision]);
  };
  return {
    readVisitor,
    require(visitor, right) {
      const decision = decideAccess(visitor, right);
      if (right === 'account' && decision !== 'allowed') throw notSignedIn();
      hold(visitor, right, decision);
    },
    async requireInClass(visitor, right, { classId, learnerId }) {
      const [row, member, learner] = await Promise.all([
        classes.byId(classId),
        visitor && classes.member(classId, visitor.id),
        learnerId && classes.member(classId, learnerId),
      ]);
      const standing = row && visitor && standingIn(visitor, member?.role);
      hold(visitor, right, decideClassAccess(visitor, right, standing));
      if (learnerId !== undefined && !learner) throw new LearnerError('not-found', 'Nobody in this class has this id.');
    },
  };
}
