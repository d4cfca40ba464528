import { expect, test } from 'vitest';
import { helpIdSchema } from '../../src/shared/help-views.ts';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import type { HelpEvent } from '../domain/help.ts';
import type { HelpChange } from './help-port.ts';
import type { Store } from './port.ts';
import type { WithStore } from './test-stores.ts';

const grace = learnerIdSchema.parse('a'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const cleo = learnerIdSchema.parse('c'.repeat(32));
const monday = classIdSchema.parse('1'.repeat(16));
const tuesday = classIdSchema.parse('2'.repeat(16));
const first = helpIdSchema.parse('3'.repeat(16));
const second = helpIdSchema.parse('4'.repeat(16));
const settings = { name: 'Monday', startsOn: null, endsOn: null, limits: null, internet: null } as const;
const raised: HelpEvent = { kind: 'raised', text: 'Why?', place: { lesson: 'layers', exercises: ['web-app'] } };
const EARLY = '2000-01-01T00:00:00.000Z';

/** What every store must do with what happens in classes. */
export function helpContract(name: string, withStore: WithStore): void {
  const contract = (title: string, use: (store: Store) => Promise<void>) =>
    test(`${name}: ${title}`, () =>
      withStore(async (store) => {
        for (const id of [grace, ben, cleo]) await store.createLearner({ id, role: 'learner' });
        await store.classes.create(
          { id: monday, course: 'x', code: 'AAAA2222', ...settings },
          { learnerId: grace, name: 'Grace' },
        );
        await store.classes.create(
          { id: tuesday, course: 'x', code: 'BBBB2222', ...settings },
          { learnerId: grace, name: 'Grace' },
        );
        await use(store);
      }));
  const append =
    (event: HelpEvent, id = first, classId = monday, byId = ben) =>
    (): HelpChange<never> => ({ kind: 'append', session: { id, classId }, byId, event });

  contract('a session is what its log says, also to who reads it later', async ({ help }) => {
    expect(await help.session(first)).toBeUndefined();
    await help.change(ben, append(raised));
    const changed = await help.change(ben, append({ kind: 'asked' }, first, monday, grace));
    expect(changed).toMatchObject({
      session: { id: first, classId: monday, learnerId: ben, state: { stage: 'asked', helperId: grace }, length: 2 },
    });
    expect(await help.session(first)).toEqual('session' in changed && changed.session);
    expect(await help.open()).toEqual([await help.session(first)]);
    await help.change(ben, append({ kind: 'ended', reason: 'learner' }));
    expect(await help.open()).toEqual([]);
    expect((await help.session(first))?.state).toEqual({ stage: 'ended', reason: 'learner' });
  });

  contract('who changes a session decides by its newest state, also when two do at once', async ({ help }) => {
    const raiseOnce = (id: typeof first) =>
      help.change(ben, (latest): HelpChange<string> => {
        if (latest && latest.state.stage !== 'ended') return { kind: 'refuse', refusal: latest.id };
        return { kind: 'append', session: { id, classId: monday }, byId: ben, event: raised };
      });
    const outcomes = await Promise.all([raiseOnce(first), raiseOnce(second)]);
    expect(outcomes.filter((outcome) => 'session' in outcome)).toHaveLength(1);
    expect(await help.open()).toHaveLength(1);
    const [open] = await help.open();
    expect(outcomes.find((outcome) => 'refusal' in outcome)).toEqual({ refusal: open?.id });
  });

  contract('a refusal appends nothing, and an error in deciding neither', async ({ help }) => {
    await help.change(ben, (): HelpChange<string> => ({ kind: 'refuse', refusal: 'no' }));
    await expect(
      help.change(ben, () => {
        throw new Error('a bug');
      }),
    ).rejects.toThrow('a bug');
    expect(await help.newest()).toBe(0);
  });

  contract('sessions of others and of other classes are apart', async ({ help }) => {
    await help.change(ben, append(raised));
    await help.change(cleo, append(raised, second, tuesday, cleo));
    expect((await help.open()).map(({ id, learnerId, classId }) => [id, learnerId, classId])).toEqual([
      [first, ben, monday],
      [second, cleo, tuesday],
    ]);
  });

  contract('a message is kept until its reader has put it away, and the others keep theirs', async ({ help }) => {
    const say = (text: string, learnerId: typeof ben | null) =>
      help.note({ classId: monday, learnerId, byId: grace, event: { kind: 'message', text } });
    const toAll = await say('To all', null);
    await say('To Cleo', cleo);
    await say('To Ben', ben);
    const unseen = async (learnerId: typeof ben, since = EARLY) =>
      (await help.unseen({ classId: monday, learnerId, since }, 10)).map(({ text, isToAll, byId }) => [
        text,
        isToAll,
        byId,
      ]);
    expect(await unseen(ben)).toEqual([
      ['To all', true, grace],
      ['To Ben', false, grace],
    ]);
    await help.note({ classId: monday, learnerId: ben, byId: ben, event: { kind: 'seen', message: toAll } });
    expect(await unseen(ben)).toEqual([['To Ben', false, grace]]);
    expect(await unseen(cleo)).toEqual([
      ['To all', true, grace],
      ['To Cleo', false, grace],
    ]);
    // Who joined later was not spoken to.
    expect(await unseen(cleo, '2999-01-01T00:00:00.000Z')).toEqual([['To Cleo', false, grace]]);
    expect(await help.unseen({ classId: tuesday, learnerId: ben, since: EARLY }, 10)).toEqual([]);
  });

  contract('of many messages the newest are told, the oldest of them first', async ({ help }) => {
    for (const text of ['1', '2', '3'])
      await help.note({ classId: monday, learnerId: ben, byId: grace, event: { kind: 'message', text } });
    const newest = await help.unseen({ classId: monday, learnerId: ben, since: EARLY }, 2);
    expect(newest.map(({ text }) => text)).toEqual(['2', '3']);
  });

  contract('what was appended behind a line is read on, in order and bounded', async ({ help }) => {
    await help.change(ben, append(raised));
    const line = await help.newest();
    await help.note({
      classId: monday,
      learnerId: ben,
      byId: grace,
      event: { kind: 'hint', exercise: 'x', task: 't' },
    });
    await help.change(ben, append({ kind: 'ended', reason: 'learner' }));
    const read = await help.after(line, 10);
    expect(read.map(({ event }) => event.kind)).toEqual(['hint', 'ended']);
    expect(read[0]).toMatchObject({
      classId: monday,
      learnerId: ben,
      session: null,
      byId: grace,
      at: expect.any(String),
    });
    expect(await help.after(line, 1)).toEqual(read.slice(0, 1));
    expect(await help.after(await help.newest(), 10)).toEqual([]);
  });

  contract('all that is about somebody, or was done by them, is found', async ({ help }) => {
    await help.change(ben, append(raised));
    await help.change(cleo, append(raised, second, monday, cleo));
    await help.note({ classId: monday, learnerId: null, byId: grace, event: { kind: 'message', text: 'All' } });
    expect((await help.about(ben)).map(({ session }) => session)).toEqual([first]);
    expect((await help.about(grace)).map(({ event }) => event.kind)).toEqual(['message']);
  });
}
