import { expect, test } from 'vitest';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import type { Store } from './port.ts';
import type { WithStore } from './test-stores.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const cleo = learnerIdSchema.parse('c'.repeat(32));
const monday = classIdSchema.parse('1'.repeat(16));
const tuesday = classIdSchema.parse('2'.repeat(16));
const settings = { name: 'Monday', startsOn: '2026-01-05', endsOn: null, limits: null, internet: null } as const;
const mondayClass = { id: monday, course: 'docker-images', code: 'AAAA2222', ...settings };
const tuesdayClass = { ...mondayClass, id: tuesday, code: 'BBBB2222', name: 'Tuesday' };

/** What every store must do with classes. */
export function classContract(name: string, withStore: WithStore): void {
  const contract = (title: string, use: (store: Store, other: Store) => Promise<void>) =>
    test(`${name}: ${title}`, () =>
      withStore(async (store, other) => {
        for (const id of [ada, ben, cleo]) await store.createLearner({ id, role: 'learner' });
        await use(store, other);
      }));
  const begin = ({ classes }: Store) => classes.create(mondayClass, { learnerId: ada, name: 'Ada' });

  contract('a class is made with its instructor, and found by id and code', async (store) => {
    const { classes } = store;
    expect(await begin(store)).toBe(true);
    const made = await classes.byId(monday);
    expect(made).toEqual({ ...mondayClass, createdAt: expect.any(String), archivedAt: null });
    expect(await classes.byCode('AAAA2222')).toEqual(made);
    expect(await classes.byCode('ZZZZ2222')).toBeUndefined();
    expect(await classes.byId(tuesday)).toBeUndefined();
    expect(await classes.members(monday)).toMatchObject([{ learnerId: ada, role: 'instructor', name: 'Ada' }]);
  });

  contract('a code is one class’s, even when two are made at once', async ({ classes }, other) => {
    const made = await Promise.all([
      classes.create(mondayClass, { learnerId: ada, name: 'Ada' }),
      other.classes.create({ ...tuesdayClass, code: 'AAAA2222' }, { learnerId: ben, name: 'Ben' }),
    ]);
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await classes.all()).toHaveLength(1);
  });

  contract('a new code is taken where it is free, and the old one leads nowhere then', async (store) => {
    const { classes } = store;
    await begin(store);
    await classes.create(tuesdayClass, { learnerId: ben, name: 'Ben' });
    expect(await classes.changeCode(monday, 'BBBB2222')).toBe(false);
    expect(await classes.changeCode(monday, 'CCCC2222')).toBe(true);
    expect(await classes.byCode('AAAA2222')).toBeUndefined();
    expect((await classes.byCode('CCCC2222'))?.id).toBe(monday);
  });

  contract('what an instructor says of a class is kept whole', async (store) => {
    const { classes } = store;
    await begin(store);
    const changed = {
      name: 'Monday, late',
      startsOn: null,
      endsOn: '2026-02-01',
      limits: { memoryMib: 1024, cpus: 0.5 },
      internet: 'open',
    } as const;
    await classes.change(monday, changed);
    expect(await classes.byId(monday)).toMatchObject({ ...changed, code: 'AAAA2222' });
    await classes.archive(monday, true);
    const archivedAt = (await classes.byId(monday))?.archivedAt;
    expect(archivedAt).toEqual(expect.any(String));
    await classes.archive(monday, false);
    expect(await classes.byId(monday)).toMatchObject({ archivedAt: null });
  });

  contract('a person is in a class once, however often they join, and keeps role and place', async (store, other) => {
    const { classes } = store;
    await begin(store);
    await classes.join(monday, { learnerId: ben, name: 'Ben' }, 10);
    await classes.join(monday, { learnerId: ada, name: 'Ada L.' }, 10);
    await Promise.all([
      classes.join(monday, { learnerId: cleo, name: 'Cleo' }, 10),
      other.classes.join(monday, { learnerId: cleo, name: 'Cleo' }, 10),
    ]);
    expect((await classes.members(monday)).map(({ name: who, role }) => [who, role])).toEqual([
      ['Ada L.', 'instructor'],
      ['Ben', 'learner'],
      ['Cleo', 'learner'],
    ]);
    expect(await classes.member(tuesday, ben)).toBeUndefined();
  });

  contract(
    'a class has room for so many, and who is in it may always come back to their name',
    async (store, other) => {
      const { classes } = store;
      await begin(store);
      const joined = await Promise.all([
        classes.join(monday, { learnerId: ben, name: 'Ben' }, 2),
        other.classes.join(monday, { learnerId: cleo, name: 'Cleo' }, 2),
      ]);
      expect(joined.filter((member) => member !== undefined)).toHaveLength(1);
      const inside = joined[0] ? ben : cleo;
      expect(await classes.join(monday, { learnerId: inside, name: 'Again' }, 2)).toMatchObject({ name: 'Again' });
    },
  );

  contract('who left is in no list, and is a learner when they come back', async (store) => {
    const { classes } = store;
    await begin(store);
    await classes.join(monday, { learnerId: ben, name: 'Ben', role: 'assistant' }, 10);
    expect((await classes.of(ben)).map(({ row, member }) => [row.id, member.role])).toEqual([[monday, 'assistant']]);
    expect(await classes.leave(monday, ben)).toBe(true);
    expect(await classes.leave(monday, ben)).toBe(false);
    expect(await classes.of(ben)).toEqual([]);
    expect(await classes.member(monday, ben)).toBeUndefined();
    expect(await classes.join(monday, { learnerId: ben, name: 'Ben' }, 10)).toMatchObject({ role: 'learner' });
  });

  contract('the class that was joined last comes first', async (store) => {
    const { classes } = store;
    await begin(store);
    await classes.create(tuesdayClass, { learnerId: ben, name: 'Ben' });
    await classes.join(monday, { learnerId: cleo, name: 'Cleo' }, 10);
    await classes.join(tuesday, { learnerId: cleo, name: 'C.' }, 10);
    expect((await classes.of(cleo)).map(({ row, member }) => [row.name, member.name])).toEqual([
      ['Tuesday', 'C.'],
      ['Monday', 'Cleo'],
    ]);
  });

  contract('somebody always runs a class, also when two go at once', async (store, other) => {
    const { classes } = store;
    await begin(store);
    expect(await classes.changeRole(monday, ada, 'learner')).toBe(false);
    expect(await classes.leave(monday, ada)).toBe(false);
    await classes.join(monday, { learnerId: ben, name: 'Ben' }, 10);
    expect(await classes.changeRole(monday, ben, 'instructor')).toBe(true);
    const left = await Promise.all([classes.leave(monday, ada), other.classes.changeRole(monday, ben, 'learner')]);
    expect(left.filter(Boolean)).toHaveLength(1);
    expect((await classes.members(monday)).filter(({ role }) => role === 'instructor')).toHaveLength(1);
  });
}
