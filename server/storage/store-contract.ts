import { expect, test } from 'vitest';
import { pass } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import type { LoggedDeed, Store } from './port.ts';
import type { WithStore } from './test-stores.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const firstSandbox = { id: sandboxIdSchema.parse('1'.repeat(16)), previewId: '1'.repeat(32) };
const secondSandbox = { id: sandboxIdSchema.parse('2'.repeat(16)), previewId: '2'.repeat(32) };
const thirdSandbox = { id: sandboxIdSchema.parse('3'.repeat(16)), previewId: '3'.repeat(32) };
const sandboxOf = (number: number) => ({
  id: sandboxIdSchema.parse(`f${String(number).padStart(15, '0')}`),
  previewId: `f${String(number).padStart(31, '0')}`,
});
const at = '2026-01-02T03:04:05.000Z';

/** So many ask at the same time, of each of two stores in turn. */
const CROWD = 20;

/** What every store must do, whatever it keeps its rows in. */
export function storeContract(name: string, withStore: WithStore): void {
  const contract = (title: string, use: (store: Store, other: Store) => Promise<void>) =>
    test(`${name}: ${title}`, () => withStore(use));
  const crowd = <T>(stores: readonly [Store, Store], ask: (store: Store, number: number) => Promise<T>) =>
    Promise.all(Array.from({ length: CROWD }, (_, number) => ask(stores[number % 2 === 0 ? 0 : 1], number)));

  contract('a value made once is the same for everybody who asks', async (store, other) => {
    const values = await crowd([store, other], (asked, number) => asked.once('k', () => `value ${number}`));
    expect(new Set(values).size).toBe(1);
    expect(await store.once('k', () => 'three')).toBe(values[0]);
  });

  contract('a learner is found by id, and only by that', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    expect(await store.learner(ada)).toEqual({ id: ada, role: 'learner' });
    expect(await store.learner(ben)).toBeUndefined();
  });

  contract('a learner keeps their first sandbox, even when many are given at once', async (store, other) => {
    await store.createLearner({ id: ada, role: 'learner' });
    expect(await store.sandboxOf(ada)).toBeUndefined();
    const rows = await crowd([store, other], (asked, number) => asked.assignSandbox(ada, sandboxOf(number), null));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
    expect(rows[0]).toMatchObject({ learnerId: ada, generation: 0, expiredAt: null });
    expect(await store.sandboxOf(ada)).toEqual(rows[0]);
    expect(await store.sandboxes()).toEqual([rows[0]]);
    expect(await store.sandboxByPreviewId(rows[0]?.previewId ?? '')).toEqual(rows[0]);
    expect(await store.sandboxByPreviewId('0'.repeat(32))).toBeUndefined();
  });

  contract('a sandbox is replaced once, by whoever knows which one it replaces', async (store, other) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.assignSandbox(ada, firstSandbox, null);
    await store.beginLaunch(firstSandbox.id);
    const replaced = await store.assignSandbox(ada, secondSandbox, firstSandbox.id);
    expect(replaced).toMatchObject({ ...secondSandbox, generation: 0 });
    const late = await store.assignSandbox(ada, thirdSandbox, firstSandbox.id);
    expect(late).toEqual(replaced);
    expect(await store.sandboxByPreviewId(firstSandbox.previewId)).toBeUndefined();
    expect(await store.beginLaunch(firstSandbox.id)).toBeUndefined();
    const rows = await crowd([store, other], (asked, number) =>
      asked.assignSandbox(ada, sandboxOf(number), secondSandbox.id),
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
    expect(rows[0]?.id).not.toBe(secondSandbox.id);
  });

  contract('each launch of a sandbox has a number of its own', async (store, other) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.assignSandbox(ada, firstSandbox, null);
    const launches = await crowd([store, other], (asked) => asked.beginLaunch(firstSandbox.id));
    expect(new Set(launches)).toEqual(new Set(Array.from({ length: CROWD }, (_, number) => number + 1)));
    expect(await store.sandboxGeneration(firstSandbox.id)).toBe(CROWD);
    expect(await store.sandboxGeneration(secondSandbox.id)).toBeUndefined();
  });

  contract('the last use is kept', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.assignSandbox(ada, firstSandbox, null);
    await store.noteUse(firstSandbox.id, at);
    expect(await store.sandboxOf(ada)).toMatchObject({ lastUsedAt: at });
  });

  contract('a sandbox expires, unless it was launched meanwhile, and is then nobody’s but known', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.assignSandbox(ada, firstSandbox, null);
    const generation = (await store.beginLaunch(firstSandbox.id)) ?? 0;
    await store.beginLaunch(firstSandbox.id);
    expect(await store.expireSandbox(firstSandbox.id, generation)).toBe(false);
    expect(await store.expireSandbox(firstSandbox.id, generation + 1)).toBe(true);
    expect(await store.expireSandbox(firstSandbox.id, generation + 1)).toBe(false);
    expect((await store.sandboxOf(ada))?.expiredAt).toEqual(expect.any(String));
    expect(await store.sandboxes()).toEqual([]);
    expect(await store.sandboxByPreviewId(firstSandbox.previewId)).toBeUndefined();
    expect(await store.beginLaunch(firstSandbox.id)).toBeUndefined();
    expect(await store.assignSandbox(ada, secondSandbox, firstSandbox.id)).toMatchObject({ expiredAt: null });
  });

  contract('a sandbox belongs to a learner that exists', async (store) => {
    await expect(store.assignSandbox(ada, firstSandbox, null)).rejects.toThrow();
  });

  contract(
    'a learner keeps the first name that they are given, even when many are given at once',
    async (store, other) => {
      await store.createLearner({ id: ada, role: 'learner' });
      expect(await store.registryAccountOf(ada)).toBeUndefined();
      const names = await crowd([store, other], (asked, number) =>
        asked.claimRegistryAccount(ada, `calm-heron-${number}`),
      );
      expect(new Set(names)).toEqual(new Set([expect.stringMatching(/^calm-heron-\d+$/)]));
      expect(await store.registryAccountOf(ada)).toBe(names[0]);
    },
  );

  contract('a name is one learner’s, even when two ask for it at once', async (store, other) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.createLearner({ id: ben, role: 'learner' });
    const names = await Promise.all([
      store.claimRegistryAccount(ada, 'calm-heron'),
      other.claimRegistryAccount(ben, 'calm-heron'),
    ]);
    expect(names.filter((name) => name === 'calm-heron')).toHaveLength(1);
    expect(names.filter((name) => name === undefined)).toHaveLength(1);
    const loser = names[0] === undefined ? ada : ben;
    expect(await store.registryAccountOf(loser)).toBeUndefined();
    expect(await store.claimRegistryAccount(loser, 'calm-heron-2')).toBe('calm-heron-2');
  });

  contract('an account belongs to a learner that exists', async (store) => {
    await expect(store.claimRegistryAccount(ada, 'calm-heron')).rejects.toThrow();
  });

  contract('deeds come back in order, by learner and by exercise or lesson', async (store) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.createLearner({ id: ben, role: 'learner' });
    const deeds: LoggedDeed[] = [
      { kind: 'hint', exercise: 'x', task: 'one', learnerId: ada, at },
      { kind: 'quiz', lesson: 'x', question: 'q', answer: ['b', 'a'], isCorrect: false, learnerId: ada, at },
      { kind: 'answer', exercise: 'x', task: 'one', text: '4', learnerId: ada, at },
      { kind: 'solution', exercise: 'y', isByChoice: true, learnerId: ada, at },
    ];
    for (const deed of deeds) await store.appendDeed(deed);
    expect(await store.deeds(ada, { exercise: 'x' })).toEqual([deeds[0], deeds[2]]);
    expect(await store.deeds(ada, { lesson: 'x' })).toEqual([deeds[1]]);
    expect(await store.deeds(ada, { exercise: 'y' })).toEqual([deeds[3]]);
    expect(await store.deeds(ben, { exercise: 'x' })).toEqual([]);
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

  contract('attempts that are appended at once are all kept', async (store, other) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await crowd([store, other], (asked, number) =>
      asked.appendAttempt({ learnerId: ada, exercise: 'x', task: `t${number}`, verdict: pass(), at }),
    );
    const kept = (await other.attempts(ada)).map(({ task }) => task);
    expect(new Set(kept).size).toBe(CROWD);
    expect(kept).toHaveLength(CROWD);
  });

  contract('an invitation makes one instructor, once', async (store, other) => {
    await store.createLearner({ id: ada, role: 'learner' });
    await store.createLearner({ id: ben, role: 'learner' });
    expect(await store.hasInstructorOrInvite()).toBe(false);
    await store.createInvite('hash');
    expect(await store.hasInstructorOrInvite()).toBe(true);
    expect(await store.inviteIsOpen('hash')).toBe(true);
    const redeemed = await crowd([store, other], (asked, number) =>
      asked.redeemInvite('hash', number % 2 === 0 ? ada : ben),
    );
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
