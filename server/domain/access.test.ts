import { expect, test } from 'vitest';
import type { ClassRole } from '../../src/shared/class-views.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import {
  type AccessDecision,
  classRights,
  decideAccess,
  decideClassAccess,
  installationRights,
  standingIn,
  type Visitor,
} from './access.ts';

const id = learnerIdSchema.parse('a'.repeat(32));
const visitors = {
  nobody: undefined,
  guest: { id, role: 'learner', isSignedIn: false },
  learner: { id, role: 'learner', isSignedIn: true },
  instructor: { id, role: 'instructor', isSignedIn: true },
  admin: { id, role: 'admin', isSignedIn: true },
} satisfies Record<string, Visitor | undefined>;

const short: Record<AccessDecision, string> = {
  allowed: 'yes',
  unauthorized: '401',
  forbidden: '403',
  'not-found': '404',
};

test('the rights of the installation, by who asks', () => {
  const table = installationRights.map((right) => [
    right,
    ...Object.values(visitors).map((visitor) => short[decideAccess(visitor, right)]),
  ]);
  expect(table).toEqual([
    //                       nobody guest  learner instructor admin
    ['public', 'yes', 'yes', 'yes', 'yes', 'yes'],
    ['own', '401', 'yes', 'yes', 'yes', 'yes'],
    ['installation.see', '401', '401', '403', 'yes', 'yes'],
    ['installation.manage', '401', '401', '403', '403', 'yes'],
    ['class.create', '401', '401', '403', 'yes', 'yes'],
  ]);
});

test('the rights in a class, by who asks and what they are in it', () => {
  const standings: readonly (ClassRole | undefined)[] = [undefined, 'learner', 'assistant', 'instructor'];
  const row = (visitor: Visitor | undefined, right: (typeof classRights)[number]) =>
    standings.map((standing) => short[decideClassAccess(visitor, right, standing)]);
  const table = classRights.map((right) => [
    right,
    row(visitors.nobody, right),
    row(visitors.guest, right),
    row(visitors.learner, right),
  ]);
  const nobody = ['401', '401', '401', '401'];
  expect(table).toEqual([
    //               nobody   known by cookie alone: none, learner, assistant, instructor   with an account: the same
    ['class.see', nobody, ['404', 'yes', '401', '401'], ['404', 'yes', 'yes', 'yes']],
    ['class.watch', nobody, ['404', '403', '401', '401'], ['404', '403', 'yes', 'yes']],
    ['class.help', nobody, ['404', '403', '401', '401'], ['404', '403', 'yes', 'yes']],
    ['class.manage', nobody, ['404', '403', '403', '401'], ['404', '403', '403', 'yes']],
    ['class.grade', nobody, ['404', '403', '403', '401'], ['404', '403', '403', 'yes']],
  ]);
});

test('an admin runs every class, once signed in; everybody else is what they are in it', () => {
  expect(standingIn(visitors.admin, undefined)).toBe('instructor');
  expect(standingIn({ ...visitors.admin, isSignedIn: false }, undefined)).toBeUndefined();
  expect(standingIn(visitors.instructor, undefined)).toBeUndefined();
  expect(standingIn(visitors.learner, 'assistant')).toBe('assistant');
});
