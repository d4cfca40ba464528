import { expect, test } from 'vitest';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import { FREE_FAILURES } from '../domain/sign-in-lock.ts';
import type { Store } from './port.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const monday = classIdSchema.parse('1'.repeat(16));

/** What every store must do for people. `withStore` gives an empty one, whose clock is moved by `pass`, and disposes of it. */
export function peopleContract(
  name: string,
  withStore: (use: (store: Store, pass: (ms: number) => void) => Promise<void>) => Promise<void>,
): void {
  const contract = (title: string, use: (store: Store, pass: (ms: number) => void) => Promise<void>) =>
    test(`${name}: ${title}`, () => withStore(use));

  contract('an invitation makes one person what it says, once', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.createLearner({ id: ben, role: 'learner' });
    await store.createInvite({ tokenHash: 'hash', role: 'instructor' });
    expect(await store.openInvite('hash')).toEqual({ role: 'instructor' });
    const redeemed = await Promise.all([store.redeemInvite('hash', ada), store.redeemInvite('hash', ben)]);
    expect(redeemed.filter((role) => role !== undefined)).toEqual(['instructor']);
    expect(await store.openInvite('hash')).toBeUndefined();
    const roles = [await store.learner(ada), await store.learner(ben)].map((learner) => learner?.role);
    expect(roles.sort()).toEqual(['instructor', 'learner']);
  });

  contract('an invitation to a class puts whoever uses it into it, by the name of their account', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.createLearner({ id: ben, role: 'instructor' });
    const { db, type } = store.database;
    const at = '2026-01-02T03:04:05.000Z';
    const time = type === 'postgres' ? new Date(at) : at;
    const emailVerified = type === 'postgres' ? false : 0;
    const user = { id: 'u', email: 'ada@example.org', emailVerified, createdAt: time, updatedAt: time };
    await db
      .insertInto('user')
      .values({ ...user, name: 'Ada', learnerId: ada })
      .execute();
    const settings = { course: 'c', startsOn: null, endsOn: null, limits: null, internet: null };
    const made = { id: monday, code: 'AAAA2222', name: 'Monday', ...settings };
    await store.classes.create(made, { learnerId: ben, name: 'Ben' });
    // Who was a learner there stays one person.
    await store.classes.join(monday, { learnerId: ada, name: 'A.' }, 10);
    const inClass = { classId: monday, role: 'assistant' } as const;
    await store.createInvite({ tokenHash: 'hash', role: 'learner', inClass });
    await store.createInvite({ tokenHash: 'later', role: 'learner', inClass });
    expect(await store.openInvite('hash')).toEqual({ role: 'learner', inClass: { name: 'Monday', role: 'assistant' } });
    expect(await store.redeemInvite('hash', ada)).toBe('learner');
    expect(await store.classes.member(monday, ada)).toMatchObject({ name: 'A.', role: 'assistant' });
    expect(await store.redeemInvite('hash', ada)).toBeUndefined();
    await store.classes.leave(monday, ada);
    await store.classes.archive(monday, true);
    expect(await store.openInvite('later')).toBeUndefined();
  });

  contract('an invitation for less leaves an admin an admin', async (store) => {
    await store.createLearner({ id: ada, role: 'admin' });
    await store.createInvite({ tokenHash: 'hash', role: 'instructor' });
    expect(await store.redeemInvite('hash', ada)).toBe('admin');
    expect((await store.learner(ada))?.role).toBe('admin');
  });

  contract('an invitation that never was makes nobody anything', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    expect(await store.redeemInvite('nothing', ada)).toBeUndefined();
    expect(await store.learner(ada)).toEqual({ id: ada, role: 'learner' });
  });

  contract('an installation waits for its admin until a link for one is out', async (store) => {
    expect(await store.hasAdminOrInvite()).toBe(false);
    await store.createInvite({ tokenHash: 'one', role: 'instructor' });
    expect(await store.hasAdminOrInvite()).toBe(false);
    await store.createInvite({ tokenHash: 'two', role: 'admin' });
    expect(await store.hasAdminOrInvite()).toBe(true);
    // Who has no account can't come in as an admin.
    await store.createLearner({ id: ada, role: 'learner' });
    await store.redeemInvite('two', ada);
    expect(await store.hasAdminOrInvite()).toBe(false);
  });

  contract(
    'after so many attempts to sign in none is looked at for a time, and then one at a time',
    async (store, pass) => {
      // All at once: none of them is known to be wrong yet.
      const attempts = await Promise.all(Array.from({ length: 20 }, () => store.beginSignIn('ada')));
      expect(attempts.filter((until) => until === undefined)).toHaveLength(FREE_FAILURES);
      expect(await store.beginSignIn('ben')).toBeUndefined();
      pass(30_001);
      const later = [await store.beginSignIn('ada'), await store.beginSignIn('ada')];
      expect(later[0]).toBeUndefined();
      expect(later[1]).toMatch(/^\d{4}-.*Z$/);
      pass(59_000);
      expect(await store.beginSignIn('ada')).toBe(later[1]);
    },
  );

  contract('the right password, and a day, make the count begin anew', async (store, pass) => {
    for (let attempt = 0; attempt < FREE_FAILURES; attempt += 1) await store.beginSignIn('ada');
    expect(await store.beginSignIn('ada')).toBeDefined();
    await store.forgetSignIns('ada');
    for (let attempt = 0; attempt < FREE_FAILURES; attempt += 1) {
      expect(await store.beginSignIn('ada')).toBeUndefined();
    }
    expect(await store.beginSignIn('ada')).toBeDefined();
    pass(25 * 60 * 60_000);
    expect(await store.beginSignIn('ada')).toBeUndefined();
    expect(await store.beginSignIn('ada')).toBeUndefined();
  });
}
