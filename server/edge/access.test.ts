import { expect, test } from 'vitest';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import type { InstallationRight, Visitor } from '../domain/access.ts';
import { createAccess } from './access.ts';

const classId = classIdSchema.parse('c'.repeat(16));
const guest: Visitor = { id: learnerIdSchema.parse('a'.repeat(32)), role: 'learner', isSignedIn: false };
const access = createAccess({
  readVisitor: async () => undefined,
  classes: { byId: async () => undefined, member: async () => undefined },
});

const said = (visitor: Visitor | undefined, right: InstallationRight) => {
  try {
    access.require(visitor, right);
    return 'allowed';
  } catch (error) {
    return (error as Error).message;
  }
};

test('whoever may not is told what helps: a sign-in where that is the way, and a reload where only the cookie is missing', async () => {
  expect(said(undefined, 'own')).toMatch(/^The server does not know this browser\. Reload/);
  expect(said(guest, 'own')).toBe('allowed');
  for (const visitor of [undefined, guest]) {
    expect(said(visitor, 'account')).toMatch(/Sign in/);
    expect(said(visitor, 'installation.see')).toMatch(/^This is for instructors\. Sign in/);
    expect(said(visitor, 'class.create')).toMatch(/^This is for instructors\. Sign in/);
  }
  await expect(access.requireInClass(undefined, 'class.see', { classId })).rejects.toThrow(
    /does not know this browser/,
  );
  await expect(access.requireInClass(undefined, 'class.watch', { classId })).rejects.toThrow(/This is for instructors/);
  await expect(access.requireInClass(guest, 'class.watch', { classId })).rejects.toThrow(/There is no such class/);
});
