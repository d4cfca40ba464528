import { expect, test } from 'vitest';
import { pass } from '../../src/shared/exercise/index.ts';
import { classIdSchema, learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import type { Store } from './port.ts';
import type { WithStore } from './test-stores.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const guest = learnerIdSchema.parse('9'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const cleo = learnerIdSchema.parse('c'.repeat(32));
const monday = classIdSchema.parse('1'.repeat(16));
const settings = { name: 'Monday', startsOn: null, endsOn: null, limits: null, internet: null };
const people = [
  { learnerId: ben, name: 'Ben', ownId: 's-17', tokenHash: 'hash-ben' },
  { learnerId: cleo, name: 'Cleo', ownId: null, tokenHash: 'hash-cleo' },
];

/** What every store must do with lists of people and their links. */
export function rosterContract(name: string, withStore: WithStore): void {
  const contract = (title: string, use: (store: Store) => Promise<void>) =>
    test(`${name}: ${title}`, () =>
      withStore(async (store) => {
        for (const id of [ada, guest]) await store.createLearner({ id, role: 'learner' });
        const created = { id: monday, course: 'docker-images', code: 'AAAA2222', ...settings };
        await store.classes.create(created, { learnerId: ada, name: 'Ada' });
        await use(store);
      }));
  const names = async ({ classes }: Store) => (await classes.members(monday)).map((member) => member.name);
  const works = (store: Store, learnerId = guest, at = '2026-01-03T00:00:00.000Z') =>
    store.appendAttempt({ learnerId, exercise: 'web-app', task: 'image', verdict: pass(), at });

  contract('people of a list are in the class in its order, each with a link', async (store) => {
    const { roster } = store;
    expect(await roster.importPeople(monday, people, 10)).toBe(true);
    expect(await names(store)).toEqual(['Ada', 'Ben', 'Cleo']);
    expect(await store.learner(ben)).toEqual({ id: ben, role: 'learner' });
    expect(await roster.ownIds(monday)).toEqual(new Map([[ben, 's-17']]));
    expect(await roster.link('hash-ben')).toEqual({ learnerId: ben, classId: monday });
    expect(await roster.link('hash-none')).toBeUndefined();
    expect(await roster.linkOf(ben)).toEqual({ learnerId: ben, classId: monday });
    expect(await roster.linkOf(guest)).toBeUndefined();
    expect(await roster.linked(monday)).toEqual(new Set([ben, cleo]));
  });

  contract('a list that does not fit is not taken in part', async (store) => {
    expect(await store.roster.importPeople(monday, people, 2)).toBe(false);
    expect(await names(store)).toEqual(['Ada']);
    expect(await store.learner(ben)).toBeUndefined();
    expect(await store.roster.importPeople(monday, people, 3)).toBe(true);
  });

  contract('a list of which one can’t be made makes none', async (store) => {
    const twice = [...people, { ...people[0], learnerId: ada, tokenHash: 'hash-other' }] as typeof people;
    await expect(store.roster.importPeople(monday, twice, 10)).rejects.toThrow();
    expect(await names(store)).toEqual(['Ada']);
    expect(await store.roster.link('hash-ben')).toBeUndefined();
  });

  contract('a list may be long', async (store) => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      learnerId: learnerIdSchema.parse(index.toString(16).padStart(32, '0')),
      name: `Person ${index}`,
      ownId: `s-${index}`,
      tokenHash: `hash-${index}`,
    }));
    expect(await store.roster.importPeople(monday, many, 3_000)).toBe(true);
    expect(await names(store)).toHaveLength(1_001);
  });

  contract('a name is changed for who is in the class alone', async (store) => {
    await store.classes.join(monday, { learnerId: guest, name: 'Gus' }, 10);
    expect(await store.roster.rename(monday, guest, 'Augustus')).toBe(true);
    expect(await names(store)).toEqual(['Ada', 'Augustus']);
    await store.classes.leave(monday, guest);
    expect(await store.roster.rename(monday, guest, 'Gone')).toBe(false);
  });

  contract('a person has one link, the newest, until it is taken back', async ({ roster }) => {
    await roster.importPeople(monday, people, 10);
    await roster.replaceLink({ learnerId: ben, classId: monday, tokenHash: 'hash-new' });
    expect(await roster.link('hash-ben')).toBeUndefined();
    expect(await roster.link('hash-new')).toEqual({ learnerId: ben, classId: monday });
    expect(await roster.revokeLink(ben)).toBe(true);
    expect(await roster.revokeLink(ben)).toBe(false);
    expect(await roster.link('hash-new')).toBeUndefined();
    await roster.replaceLink({ learnerId: guest, classId: null, tokenHash: 'hash-back' });
    expect(await roster.link('hash-back')).toEqual({ learnerId: guest, classId: null });
  });

  contract('who did something last is known, whatever it was', async (store) => {
    await store.classes.join(monday, { learnerId: guest, name: 'Gus' }, 10);
    expect(await store.roster.lastActive(monday)).toEqual(new Map());
    await works(store, guest, '2026-01-05T00:00:00.000Z');
    await works(store, guest, '2026-01-04T00:00:00.000Z');
    expect(await store.roster.lastActive(monday)).toEqual(new Map([[guest, '2026-01-05T00:00:00.000Z']]));
    const at = '2026-01-06T00:00:00.000Z';
    await store.appendDeed({ learnerId: guest, kind: 'try', exercise: 'web-app', at });
    expect(await store.roster.lastActive(monday)).toEqual(new Map([[guest, at]]));
    const sandbox = { id: sandboxIdSchema.parse('d'.repeat(16)), previewId: 'e'.repeat(32) };
    await store.assignSandbox(guest, sandbox, null);
    await store.noteUse(sandbox.id, '2026-01-07T00:00:00.000Z');
    expect(await store.roster.lastActive(monday)).toEqual(new Map([[guest, '2026-01-07T00:00:00.000Z']]));
  });

  contract('work is what a person has done, or a sandbox', async (store) => {
    expect(await store.roster.hasWork(guest)).toBe(false);
    await works(store);
    expect(await store.roster.hasWork(guest)).toBe(true);
    await store.assignSandbox(ada, { id: sandboxIdSchema.parse('d'.repeat(16)), previewId: 'e'.repeat(32) }, null);
    expect(await store.roster.hasWork(ada)).toBe(true);
  });

  contract('a guest with work takes a place that has none, with name, id and link', async (store) => {
    const { roster, classes } = store;
    await roster.importPeople(monday, people, 10);
    await works(store);
    expect(await roster.takePlace('hash-none', guest)).toBe(false);
    expect(await roster.takePlace('hash-ben', guest)).toBe(true);
    expect((await classes.member(monday, guest))?.name).toBe('Ben');
    expect(await classes.member(monday, ben)).toBeUndefined();
    expect(await roster.ownIds(monday)).toEqual(new Map([[guest, 's-17']]));
    expect(await roster.link('hash-ben')).toEqual({ learnerId: guest, classId: monday });
    expect(await roster.takePlace('hash-ben', guest)).toBe(false);
  });

  contract('a guest who is in the class already is there once after it', async (store) => {
    const { roster, classes } = store;
    await roster.importPeople(monday, people, 10);
    await classes.join(monday, { learnerId: guest, name: 'Gus' }, 10);
    await works(store);
    expect(await roster.takePlace('hash-ben', guest)).toBe(true);
    expect((await names(store)).sort()).toEqual(['Ada', 'Ben', 'Cleo']);
  });

  contract('a place that has work is nobody else’s', async (store) => {
    await store.roster.importPeople(monday, people, 10);
    await works(store, ben);
    expect(await store.roster.takePlace('hash-ben', guest)).toBe(false);
    expect((await store.classes.member(monday, ben))?.name).toBe('Ben');
  });
}
