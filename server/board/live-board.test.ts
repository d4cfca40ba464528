import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { StaffBoardRow } from '../../src/shared/class-board.ts';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { classIdSchema, type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import { createBoardPlan } from '../domain/class-progress.ts';
import { createSqliteStore } from '../storage/sqlite-store.ts';
import { LiveBoard } from './live-board.ts';
import { LogFeed } from './log-feed.ts';
import { SocketPresence } from './presence.ts';

const classId = classIdSchema.parse('1'.repeat(16));
const id = (letter: string) => learnerIdSchema.parse(letter.repeat(32));
const [ada, ben, staff] = [id('a'), id('b'), id('c')];
const plan = createBoardPlan([['web', { tasks: [{ id: 'build' }, { id: 'run' }] }]]);

afterEach(() => void vi.useRealTimers());

async function createClass() {
  const clock = { ms: Date.parse('2026-01-02T09:00:00.000Z') };
  const now = () => new Date(clock.ms);
  const store = await createSqliteStore({ file: ':memory:', now });
  onTestFinished(() => store[Symbol.asyncDispose]());
  for (const learner of [ada, ben, staff]) await store.createLearner({ id: learner, role: 'learner' });
  const settings = { name: 'C', course: 'c', startsOn: null, endsOn: null, limits: null, internet: null };
  await store.classes.create({ id: classId, code: 'AAAA2222', ...settings }, { learnerId: staff, name: 'Staff' });
  await store.classes.join(classId, { learnerId: ada, name: 'Ada' }, 10);
  const tries = (learnerId: LearnerId, task: string, verdict = pass()) =>
    store.appendAttempt({ learnerId, exercise: 'web', task, verdict, at: now().toISOString() });
  return { store, now, clock, tries };
}

async function openBoard(
  { store, now }: Awaited<ReturnType<typeof createClass>>,
  log = store.classLog,
  onFeed: (feed: LogFeed) => void = () => {},
) {
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const feed = new LogFeed({ log: store.classLog, onError });
  onFeed(feed);
  const presence = new SocketPresence(now);
  const board = await LiveBoard.open({ classId, plan, classes: store.classes, log, feed, presence, now, onError });
  onTestFinished(() => {
    board[Symbol.dispose]();
    feed[Symbol.dispose]();
    presence[Symbol.dispose]();
    expect(errors).toEqual([]);
  });
  const rows: StaffBoardRow[] = [];
  const gone: LearnerId[] = [];
  const messages: number[] = [];
  board.listen({
    onRows: (told, left) => {
      messages.push(told.length);
      rows.push(...told);
      gone.push(...left);
    },
    onSummary: () => {},
  });
  const rowOf = (learner: LearnerId) => rows.findLast((row) => row.learner === learner);
  return { board, feed, presence, rows, gone, messages, rowOf };
}

test('a board opens with what the logs say of each learner, and of no staff', async () => {
  const room = await createClass();
  await room.tries(ada, 'build');
  await room.tries(staff, 'build');
  const { board } = await openBoard(room);
  expect(board.state).toMatchObject({
    class: classId,
    tasks: ['web/build', 'web/run'],
    rows: [{ learner: ada, name: 'Ada', cells: 'ea', isOnline: false }],
    summary: { done: 1, of: 2 },
  });
});

test('rule 27: what is appended comes in one message for all that changed meanwhile, and only what is another', async () => {
  const room = await createClass();
  await room.store.classes.join(classId, { learnerId: ben, name: 'Ben' }, 10);
  const { feed, messages, rowOf } = await openBoard(room);
  await room.tries(ada, 'build');
  await room.tries(ben, 'run', fail('Nothing.'));
  await feed.look();
  await expect.poll(() => messages).toEqual([2]);
  expect(rowOf(ada)?.cells).toBe('ea');
  expect(rowOf(ben)?.cells).toBe('ab');
  await feed.look();
  await room.store.appendDeed({ kind: 'try', exercise: 'gone', learnerId: ben, at: room.now().toISOString() });
  room.clock.ms += 1_000;
  await room.tries(ada, 'run');
  await feed.look();
  await expect.poll(() => rowOf(ada)?.cells).toBe('ee');
});

test('what is in a history already counts once, though the feed passes it on', async () => {
  const room = await createClass();
  // Of one verdict it is begun; of the same one twice it would be failing.
  await room.tries(ada, 'build', fail('One.'));
  const { board, feed } = await openBoard(room);
  await feed.look();
  await room.tries(ada, 'run');
  await feed.look();
  await expect.poll(() => board.state.rows[0]?.cells).toBe('be');
});

test.each([true, false])(
  'what is appended while a history is read counts once; heard before its end: %s',
  async (isHeardBefore) => {
    const room = await createClass();
    const { lines } = room.store.classLog;
    let feedAtWork: LogFeed | undefined;
    let isFirst = true;
    const slow: typeof lines = async (query) => {
      if (isFirst && query.log === 'attempts' && query.learner === ada) {
        isFirst = false;
        await room.tries(ada, 'build', fail('One.'));
        if (isHeardBefore) await feedAtWork?.look();
      }
      return lines(query);
    };
    const { board, feed } = await openBoard(room, { ...room.store.classLog, lines: slow }, (made) => {
      feedAtWork = made;
    });
    await feed.look();
    await room.tries(ada, 'run');
    await feed.look();
    await expect.poll(() => board.state.rows[0]?.cells).toBe('be');
  },
);

test('who joins appears, who leaves goes, and who is renamed is', async () => {
  const room = await createClass();
  const { gone, rowOf } = await openBoard(room);
  await room.tries(ben, 'run');
  await room.store.classes.join(classId, { learnerId: ben, name: 'Ben' }, 10);
  await room.store.classes.join(classId, { learnerId: ada, name: 'Ada L.' }, 10);
  await expect.poll(() => rowOf(ben), { timeout: 5_000 }).toMatchObject({ name: 'Ben', cells: 'ae' });
  await expect.poll(() => rowOf(ada)?.name, { timeout: 5_000 }).toBe('Ada L.');
  await room.store.classes.leave(classId, ben);
  await expect.poll(() => gone, { timeout: 5_000 }).toEqual([ben]);
});

test('who is where is told, and who becomes stuck by the clock alone', async () => {
  const room = await createClass();
  await room.tries(ada, 'build', fail('One.'));
  await room.tries(ada, 'build', fail('Two.'));
  const { presence, rowOf } = await openBoard(room);
  presence.enter(ada).at('first', ['web']);
  await expect.poll(() => rowOf(ada)).toMatchObject({ isOnline: true, lesson: 'first', task: 0, trouble: null });
  room.clock.ms += 5 * 60_000;
  await expect.poll(() => rowOf(ada)?.trouble, { timeout: 5_000 }).toMatchObject({ kind: 'failing', reason: 'Two.' });
  expect(rowOf(ada)?.cells).toBe('da');
});
