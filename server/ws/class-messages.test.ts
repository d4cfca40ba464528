import { expect, test } from 'vitest';
import { fail } from '../../src/shared/exercise/index.ts';
import { type ClassId, classIdSchema, type LearnerId } from '../../src/shared/ids.ts';
import { type ClientMessage, PROTOCOL_VERSION, type ServerMessage } from '../../src/shared/protocol/index.ts';
import { newGuest, newStaff, openSocket, startApp } from '../app-under-test.ts';

const own = classIdSchema.parse('1'.repeat(16));
const others = classIdSchema.parse('2'.repeat(16));
const nowhere = classIdSchema.parse('3'.repeat(16));
const settings = { course: 'docker-images', name: 'C', startsOn: null, endsOn: null, limits: null, internet: null };
const exercise = { id: 'web', title: 'Web', minutes: 1, tasks: [{ id: 'build', title: 'Build' }] };

/** A server with a class that has somebody of each kind, and another one. */
async function startClass() {
  const exercises = new Map([['web', { exercise, folder: '/nowhere', solution: '' }]]);
  const started = await startApp({ exercises });
  const { url, store } = started;
  const [learner, guest] = [await newGuest(url), await newGuest(url)];
  const [instructor, assistant, stranger] = [
    await newStaff(started, 'instructor@example.org'),
    await newStaff(started, 'assistant@example.org'),
    await newStaff(started, 'stranger@example.org'),
  ];
  const { classes } = store;
  await classes.create({ id: own, code: 'AAAA2222', ...settings }, { learnerId: instructor.id, name: 'I' });
  await classes.create({ id: others, code: 'BBBB2222', ...settings }, { learnerId: stranger.id, name: 'S' });
  await classes.join(own, { learnerId: learner.id, name: 'Lin' }, 10);
  await classes.join(own, { learnerId: assistant.id, name: 'A', role: 'assistant' }, 10);
  const tries = (learnerId: LearnerId, reason: string) =>
    store.appendAttempt({
      learnerId,
      exercise: 'web',
      task: 'build',
      verdict: fail(reason),
      at: new Date().toISOString(),
    });
  return { url, store, learner, guest, instructor, assistant, stranger, tries };
}

async function openPage(url: string, { cookie }: { readonly cookie: string }) {
  const { socket, messages } = await openSocket(url, cookie);
  const say = (message: ClientMessage) => socket.send(JSON.stringify(message));
  say({ type: 'hello', version: PROTOCOL_VERSION, wants: 'nothing' });
  const of = <Type extends ServerMessage['type']>(type: Type) =>
    messages.filter((message): message is Extract<ServerMessage, { type: Type }> => message.type === type);
  const watch = (id: ClassId) => say({ type: 'class.watch', class: id });
  return { socket, messages, say, watch, of };
}

test('rule 26: the board is for staff of the class; others are refused, and hear nothing of it', async () => {
  const { url, store, tries, ...people } = await startClass();
  const expected = {
    learner: 'forbidden',
    guest: 'not-found',
    stranger: 'not-found',
    assistant: undefined,
    instructor: undefined,
  } as const;
  for (const [who, code] of Object.entries(expected)) {
    const page = await openPage(url, people[who as keyof typeof expected]);
    page.watch(own);
    if (code === undefined) await expect.poll(() => page.of('class.board').length, { message: who }).toBe(1);
    else {
      await expect.poll(() => page.of('class.closed'), { message: who }).toMatchObject([{ class: own, code }]);
      expect(JSON.stringify(page.messages), who).not.toContain('Lin');
    }
    page.watch(nowhere);
    await expect
      .poll(() => page.of('class.closed').at(-1), { message: who })
      .toMatchObject({ class: nowhere, code: 'not-found' });
    expect(page.of('error'), who).toEqual([]);
    page.socket.close();
  }
});

test('rules 26 to 28: the board comes once, then rows as they change, to all who watch; where its learner is, too', async () => {
  const { url, learner, instructor, assistant, tries } = await startClass();
  const pages = [await openPage(url, instructor), await openPage(url, assistant)];
  for (const page of pages) page.watch(own);
  for (const page of pages) {
    await expect
      .poll(() => page.of('class.board'))
      .toMatchObject([
        { class: own, tasks: ['web/build'], rows: [{ learner: learner.id, name: 'Lin', cells: 'a', isOnline: false }] },
      ]);
  }
  const lesson = await openPage(url, learner);
  lesson.say({ type: 'page.at', lesson: 'first-dockerfile', exercises: ['web'] });
  // Past the server, as another process appends.
  await tries(learner.id, 'Nothing yet.');
  await tries(learner.id, 'Still nothing.');
  for (const page of pages) {
    await expect
      .poll(() => page.of('class.rows').at(-1)?.rows[0])
      .toMatchObject({
        cells: 'c',
        isOnline: true,
        lesson: 'first-dockerfile',
        task: 0,
      });
    expect(page.of('class.board')).toHaveLength(1);
  }
  expect(lesson.of('class.rows')).toEqual([]);
});

test('rule 26: a socket watches one class, the last one, and none after it said so', async () => {
  const { url, store, stranger, learner, tries } = await startClass();
  await store.classes.join(own, { learnerId: stranger.id, name: 'S', role: 'assistant' }, 10);
  await store.classes.join(others, { learnerId: learner.id, name: 'Lin' }, 10);
  const page = await openPage(url, stranger);
  page.watch(own);
  page.watch(others);
  await expect.poll(() => page.of('class.board').at(-1)?.class).toBe(others);
  await tries(learner.id, 'One.');
  await expect.poll(() => page.of('class.rows').length).toBeGreaterThan(0);
  expect(new Set(page.of('class.rows').map((rows) => rows.class))).toEqual(new Set([others]));
  const witness = await openPage(url, stranger);
  witness.watch(others);
  await expect.poll(() => witness.of('class.board').length).toBe(1);
  page.watch(own);
  page.say({ type: 'class.unwatch' });
  page.say({ type: 'ping', id: 1 });
  await expect.poll(() => page.of('pong').length).toBe(1);
  const heard = page.of('class.rows').length;
  await tries(learner.id, 'Two.');
  await expect.poll(() => witness.of('class.rows').at(-1)?.rows[0]?.cells).toBe('c');
  expect(page.of('class.rows').length).toBe(heard);
  expect(page.of('class.board').map((board) => board.class)).toEqual([others]);
});

test('rule 29: who is no longer staff, and whose class was archived, hears no more', async () => {
  const { url, store, instructor, assistant } = await startClass();
  const [staff, helper] = [await openPage(url, instructor), await openPage(url, assistant)];
  for (const page of [staff, helper]) page.watch(own);
  for (const page of [staff, helper]) await expect.poll(() => page.of('class.board').length).toBe(1);
  await store.classes.changeRole(own, assistant.id, 'learner');
  await expect
    .poll(() => helper.of('class.closed'), { timeout: 5_000 })
    .toMatchObject([{ class: own, code: 'forbidden' }]);
  expect(staff.of('class.closed')).toEqual([]);
  await store.classes.archive(own, true);
  await expect.poll(() => staff.of('class.closed'), { timeout: 5_000 }).toMatchObject([{ code: 'class-archived' }]);
  staff.watch(own);
  await expect.poll(() => staff.of('class.closed').length).toBe(2);
  expect(staff.of('class.closed').at(-1)?.code).toBe('class-archived');
});

test('what the row leaves out is read by whoever opens a learner, and by nobody else', async () => {
  const { url, learner, guest, assistant, tries } = await startClass();
  await tries(learner.id, 'Nothing yet.');
  await tries(learner.id, 'Still nothing.');
  const ask = (cookie: string, id: string) => fetch(`${url}/api/classes/${own}/board/${id}`, { headers: { cookie } });
  const answer = await ask(assistant.cookie, learner.id);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toMatchObject({
    learner: learner.id,
    tasks: [{ task: 0, state: 'failing', fails: 2, hints: 0, reason: 'Still nothing.' }],
  });
  expect((await ask(assistant.cookie, guest.id)).status).toBe(404);
  expect((await ask(learner.cookie, learner.id)).status).toBe(403);
});
