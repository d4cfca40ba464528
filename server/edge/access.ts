import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import {
  type AccessDecision,
  type ClassRight,
  decideAccess,
  decideClassAccess,
  type InstallationRight,
  standingIn,
  type Visitor,
} from '../domain/access.ts';
import { LearnerError } from '../errors.ts';
import type { ClassRecords } from '../storage/class-port.ts';

export interface AccessOptions {
  readonly readVisitor: (cookieHeader: string | undefined) => Promise<Visitor | undefined>;
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
const SIGN_IN_WORDS = 'This is for instructors. Sign in with an instructor’s account first.';

export const notKnown = (): LearnerError => new LearnerError('unauthorized', words.unauthorized);
export const noSuchClass = (): LearnerError => new LearnerError('not-found', words['not-found']);

export function createAccess({ readVisitor, classes }: AccessOptions): Access {
  const hold = (visitor: Visitor | undefined, decision: AccessDecision) => {
    if (decision === 'allowed') return;
    throw new LearnerError(decision, decision === 'unauthorized' && visitor ? SIGN_IN_WORDS : words[decision]);
  };
  return {
    readVisitor,
    require: (visitor, right) => hold(visitor, decideAccess(visitor, right)),
    async requireInClass(visitor, right, { classId, learnerId }) {
      const [row, member, learner] = await Promise.all([
        classes.byId(classId),
        visitor && classes.member(classId, visitor.id),
        learnerId && classes.member(classId, learnerId),
      ]);
      const standing = row && visitor && standingIn(visitor, member?.role);
      hold(visitor, decideClassAccess(visitor, right, standing));
      if (learnerId !== undefined && !learner) throw new LearnerError('not-found', 'Nobody in this class has this id.');
    },
  };
}
