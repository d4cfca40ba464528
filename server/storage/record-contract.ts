import { expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { plainGradebook } from '../../src/shared/gradebook.ts';
import { classIdSchema, type LearnerId, learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import type { LogLine, LogPlace, Store } from './port.ts';
import type { WithStore } from './test-stores.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const monday = classIdSchema.parse('1'.repeat(16));
const tuesday = classIdSchema.parse('2'.repeat(16));
const sandbox = { id: sandboxIdSchema.parse('5'.repeat(16)), previewId: '5'.repeat(32) };
const settings = { course: 'c', startsOn: null, endsOn: null, limits: null, internet: null };
const at = (minute: number) => `2026-01-02T03:${String(minute).padStart(2, '0')}:00.000Z`;

const placeOf = (line: LogLine): LogPlace => ({
  log: line.log,
  sequence: line.sequence,
  at: line.log === 'attempt' ? line.attempt.at : line.deed.at,
});
const say = (line: LogLine) =>
  line.log === 'attempt' ? `${line.attempt.task} ${line.attempt.verdict.kind}` : line.deed.kind;

/** What every store must do with what it knows of people, and with gradebooks. */
export function recordContract(name: string, withStore: WithStore): void {
  const contract = (title: string, use: (store: Store) => Promise<void>) =>
    test(`${name}: ${title}`, () =>
      withStore(async (store) => {
        for (const id of [ada, ben]) await store.createLearner({ id, role: 'learner' });
        await use(store);
      }));
  const makeClass = ({ classes }: Store, id = monday, instructor: LearnerId = ben) =>
    classes.create(
      { id, code: id === monday ? 'AAAA2222' : 'BBBB2222', name: id === monday ? 'Monday' : 'Tuesday', ...settings },
      { learnerId: instructor, name: 'Ben' },
    );
  const work = async (store: Store, learnerId: LearnerId = ada) => {
    await store.appendDeed({ kind: 'try', exercise: 'x', learnerId, at: at(1) });
    await store.appendAttempt({ learnerId, exercise: 'x', task: 'one', verdict: fail('0 of 1'), at: at(1) });
    await store.appendDeed({ kind: 'hint', exercise: 'x', task: 'one', learnerId, at: at(2) });
    await store.appendAttempt({ learnerId, exercise: 'x', task: 'one', verdict: pass(), at: at(3) });
    await store.appendDeed({
      kind: 'quiz',
      lesson: 'x',
      question: 'q',
      answer: ['a'],
      isCorrect: true,
      learnerId,
      at: at(4),
    });
    await store.appendAttempt({ learnerId, exercise: 'y', task: 'two', verdict: pass(), at: at(5) });
  };

  contract('both logs of a person are one, in the order of time, from either end', async (store) => {
    await work(store);
    await work(store, ben);
    const lines = await store.log.page(ada, { limit: 100 });
    const told = ['one fail', 'try', 'hint', 'one pass', 'quiz', 'two pass'];
    expect(lines.map(say)).toEqual(told);
    expect(lines[0]).toMatchObject({ attempt: { learnerId: ada, exercise: 'x', verdict: { reason: '0 of 1' } } });
    const newest = await store.log.page(ada, { limit: 100, isNewestFirst: true });
    expect(newest.map(say)).toEqual(told.toReversed());
  });

  contract('pages of the log neither repeat nor miss a line, whatever is appended meanwhile', async (store) => {
    await work(store);
    for (const isNewestFirst of [false, true]) {
      const whole = (await store.log.page(ada, { limit: 100, isNewestFirst })).map(placeOf);
      const read: LogPlace[] = [];
      for (;;) {
        const page = await store.log.page(ada, { limit: 2, isNewestFirst, after: read.at(-1) });
        if (page.length === 0 || read.length >= whole.length) break;
        read.push(...page.map(placeOf));
        if (isNewestFirst) await store.appendDeed({ kind: 'try', exercise: 'z', learnerId: ada, at: at(59) });
      }
      expect(read).toEqual(whole);
    }
  });

  contract('the log of one exercise has nothing of others, nor of a lesson of the same name', async (store) => {
    await work(store);
    const lines = await store.log.page(ada, { limit: 100, exercise: 'x' });
    expect(lines.map(say)).toEqual(['one fail', 'try', 'hint', 'one pass']);
  });

  contract('what a gradebook is set to is kept whole, and is one class’s', async (store) => {
    await makeClass(store);
    expect(await store.gradebooks.settings(monday)).toBeUndefined();
    const changed = {
      ...plainGradebook,
      late: { kind: 'cut-off' as const },
      due: { lessons: { x: at(1) }, exercises: {} },
    };
    await store.gradebooks.changeSettings(monday, plainGradebook);
    await store.gradebooks.changeSettings(monday, changed);
    expect(await store.gradebooks.settings(monday)).toEqual(changed);
    expect(await store.gradebooks.settings(tuesday)).toBeUndefined();
  });

  contract('decisions by hand stay, each with who made it and why', async (store) => {
    await makeClass(store);
    const override = { learnerId: ada, exercise: 'x', points: 2.5, reason: 'Ill.', madeBy: ben };
    await store.gradebooks.appendOverride(monday, override);
    await store.gradebooks.appendOverride(monday, { ...override, points: null, reason: 'Was not.' });
    const kept = [
      { ...override, at: expect.any(String) },
      { ...override, points: null, reason: 'Was not.', at: expect.any(String) },
    ];
    expect(await store.gradebooks.overrides(monday)).toEqual(kept);
    expect(await store.gradebooks.overrides(monday, ada)).toEqual(kept);
    expect(await store.gradebooks.overrides(monday, ben)).toEqual([]);
  });

  /** As the accounts' library writes it. */
  const haveAccount = async ({ database: { db, type } }: Store, learnerId: LearnerId) => {
    const [time, no] = type === 'postgres' ? [new Date(at(1)), false] : [at(1), 0];
    const made = { createdAt: time, updatedAt: time };
    const user = { id: 'u', name: 'Ada', email: 'ada@example.org', emailVerified: no, ...made, learnerId };
    await db.insertInto('user').values(user).execute();
    const session = { id: 's', expiresAt: time, token: 'token-s', ...made, userId: 'u' };
    await db.insertInto('session').values(session).execute();
    const account = { id: 'a', accountId: 'u', providerId: 'credential', userId: 'u', password: 'token-p', ...made };
    await db.insertInto('account').values(account).execute();
    const verification = { id: 'v', identifier: 'token-v', value: 'u', expiresAt: time, ...made };
    await db.insertInto('verification').values(verification).execute();
    const key = {
      id: 'p',
      publicKey: 'key',
      userId: 'u',
      credentialID: 'c',
      counter: 1,
      deviceType: 'x',
      backedUp: no,
    };
    await db.insertInto('passkey').values(key).execute();
  };
  /** A person with a row in every table that can have one. */
  const liveFully = async (store: Store) => {
    await makeClass(store);
    await store.createInvite({ tokenHash: 'token', role: 'instructor' });
    await store.redeemInvite('token', ada);
    await store.classes.join(monday, { learnerId: ada, name: 'Ada', role: 'instructor' }, 10);
    await work(store);
    await store.assignSandbox(ada, sandbox, null);
    await store.claimRegistryAccount(ada, 'calm-heron');
    await haveAccount(store, ada);
    await store.roster.replaceLink({ learnerId: ada, classId: monday, tokenHash: 'token-link' });
    const override = { exercise: 'x', points: 1, reason: 'r' };
    await store.gradebooks.appendOverride(monday, { ...override, learnerId: ada, madeBy: ben });
    await store.gradebooks.appendOverride(monday, { ...override, learnerId: ben, madeBy: ada });
  };
  const rowsAbout = async (store: Store, id: LearnerId) => {
    const found: Record<string, number> = {};
    for await (const { table, rows } of store.personal.rowsAbout(id)) found[table] = (found[table] ?? 0) + rows.length;
    return found;
  };

  contract('all that is kept about a person can be read by them, without what opens something', async (store) => {
    await liveFully(store);
    expect(await rowsAbout(store, ada)).toEqual({
      attempt: 3,
      deed: 3,
      grade_override: 2,
      membership: 1,
      personal_link: 1,
      session: 1,
      passkey: 1,
      account: 1,
      verification: 1,
      user: 1,
      invite: 1,
      registry_account: 1,
      sandbox: 1,
      learner: 1,
    });
    const told: unknown[] = [];
    for await (const page of store.personal.rowsAbout(ada)) told.push(page);
    expect(JSON.stringify(told)).toContain('0 of 1');
    expect(JSON.stringify(told)).not.toContain('token');
  });

  contract('a log of many lines is read in pages, whole', async (store) => {
    for (let count = 0; count < 1_001; count += 1) {
      await store.appendDeed({ kind: 'try', exercise: 'x', learnerId: ada, at: at(1) });
    }
    expect(await rowsAbout(store, ada)).toMatchObject({ deed: 1_001 });
  });

  contract('a deleted person leaves no row, and errands for what is elsewhere', async (store) => {
    await liveFully(store);
    await work(store, ben);
    expect(await store.personal.erase(ada)).toEqual({ kind: 'erased' });
    expect(await rowsAbout(store, ada)).toEqual({});
    expect(await store.learner(ada)).toBeUndefined();
    expect((await store.classes.members(monday)).map(({ learnerId }) => learnerId)).toEqual([ben]);
    expect(await store.gradebooks.overrides(monday)).toMatchObject([{ learnerId: ben, madeBy: null, reason: 'r' }]);
    expect(await rowsAbout(store, ben)).toMatchObject({ attempt: 3, deed: 3 });
    expect(await store.openInvite('token')).toBeUndefined();

    const errands = await store.personal.errands();
    expect(errands).toHaveLength(2);
    expect(errands).toContainEqual({ kind: 'sandbox', subject: sandbox.id });
    expect(errands).toContainEqual({ kind: 'registry', subject: 'calm-heron' });
    for (const errand of errands) await store.personal.finish(errand);
    expect(await store.personal.errands()).toEqual([]);
    expect(await store.personal.erase(ada)).toEqual({ kind: 'unknown' });
  });

  contract('nobody is given the account of a deleted person, who still knows its password', async (store) => {
    await liveFully(store);
    await store.personal.erase(ada);
    expect(await store.claimRegistryAccount(ben, 'calm-heron')).toBeUndefined();
    expect(await store.claimRegistryAccount(ben, 'calm-heron-2')).toBe('calm-heron-2');
  });

  contract('who alone runs a class that is not archived stays, and is told which', async (store) => {
    await makeClass(store, monday);
    await makeClass(store, tuesday);
    await store.classes.join(monday, { learnerId: ada, name: 'Ada', role: 'instructor' }, 10);
    expect(await store.personal.erase(ben)).toEqual({ kind: 'runs-classes', classes: ['Tuesday'] });
    expect(await store.learner(ben)).toBeDefined();
    await store.classes.archive(tuesday, true);
    expect(await store.personal.erase(ben)).toEqual({ kind: 'erased' });
  });

  contract('of two who run a class and go at once, one stays', async (store) => {
    await makeClass(store);
    await store.classes.join(monday, { learnerId: ada, name: 'Ada', role: 'instructor' }, 10);
    const kinds = (await Promise.all([store.personal.erase(ada), store.personal.erase(ben)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['erased', 'runs-classes']);
  });
}
