import { expect, test } from 'vitest';
import { pass } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import type { Store } from './port.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const firstSandbox = { id: sandboxIdSchema.parse('1'.repeat(16)), previewId: '1'.repeat(32) };
const secondSandbox = { id: sandboxIdSchema.parse('2'.repeat(16)), previewId: '2'.repeat(32) };
const at = '2026-01-02T03:04:05.000Z';

/** What every store must do, whatever it keeps its rows in. `withStore` gives an empty one and disposes of it. */
export function storeContract(name: string, withStore: (use: (store: Store) => Promise<void>) => Promise<void>): void {
  const contract = (title: string, use: (store: Store) => Promise<void>) =>
    test(`${name}: ${title}`, () => withStore(use));

  contract('a value made once is the same for everybody who asks', async (store) => {
    const values = await Promise.all([store.once('k', () => 'one'), store.once('k', () => 'two')]);
    expect(new Set(values).size).toBe(1);
    expect(await store.once('k', () => 'three')).toBe(values[0]);
  });

  contract('a learner is found by id, and only by that', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    expect(await store.learner(ada)).toEqual({ id: ada, role: 'learner' });
    expect(await store.learner(ben)).toBeUndefined();
  });

  contract('a learner keeps their first sandbox, even when two are asked for at once', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    const rows = await Promise.all([store.sandboxOf(ada, firstSandbox), store.sandboxOf(ada, secondSandbox)]);
    expect(rows[0]).toEqual(rows[1]);
    expect(await store.sandboxIds()).toEqual(new Set([rows[0].id]));
    expect(await store.sandboxByPreviewId(rows[0].previewId)).toEqual(rows[0]);
    expect(await store.sandboxByPreviewId('0'.repeat(32))).toBeUndefined();
  });

  contract('a sandbox belongs to a learner that exists', async (store) => {
    await expect(store.sandboxOf(ada, firstSandbox)).rejects.toThrow();
  });

  contract('attempts come back in order, by learner and by exercise', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.createLearner({ id: ben, role: 'learner' });
    const attempts = [
      { learnerId: ada, exercise: 'x', task: 't', verdict: { kind: 'fail', reason: '1 of 2' } as const, at },
      { learnerId: ada, exercise: 'y', task: 't', verdict: pass(), at },
      { learnerId: ada, exercise: 'x', task: 't', verdict: pass(), at },
    ];
    for (const attempt of attempts) await store.appendAttempt(attempt);
    expect(await store.attempts(ada)).toEqual(attempts);
    expect(await store.attempts(ada, 'x')).toEqual([attempts[0], attempts[2]]);
    expect(await store.attempts(ben)).toEqual([]);
  });

  contract('an invitation makes one instructor, once', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.createLearner({ id: ben, role: 'learner' });
    expect(await store.hasInstructorOrInvite()).toBe(false);
    await store.createInvite('hash');
    expect(await store.hasInstructorOrInvite()).toBe(true);
    expect(await store.inviteIsOpen('hash')).toBe(true);
    const redeemed = await Promise.all([store.redeemInvite('hash', ada), store.redeemInvite('hash', ben)]);
    expect(redeemed.filter(Boolean)).toHaveLength(1);
    expect(await store.inviteIsOpen('hash')).toBe(false);
    const roles = [await store.learner(ada), await store.learner(ben)].map((learner) => learner?.role);
    expect(roles.sort()).toEqual(['instructor', 'learner']);
    expect(await store.hasInstructorOrInvite()).toBe(true);
  });

  contract('an invitation that never was makes nobody anything', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    expect(await store.redeemInvite('nothing', ada)).toBe(false);
    expect(await store.learner(ada)).toEqual({ id: ada, role: 'learner' });
  });

  contract('a store that works answers its probe', async (store) => {
    await expect(store.probe()).resolves.toBeUndefined();
  });
}
