import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duplexPair } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { type HelpId, helpIdSchema } from '../../src/shared/help-views.ts';
import { classIdSchema, type LearnerId } from '../../src/shared/ids.ts';
import {
  type ClientMessage,
  decodeOutputFrame,
  encodeInputFrame,
  PROTOCOL_VERSION,
  type ServerMessage,
} from '../../src/shared/protocol/index.ts';
import { newGuest, newStaff, openSocket, startApp } from '../app-under-test.ts';
import { Holder } from '../own-machine/holder.ts';
import { createOwnMachineHost } from '../own-machine/own-machine-host.ts';

const monday = classIdSchema.parse('1'.repeat(16));
const tuesday = classIdSchema.parse('2'.repeat(16));
const settings = { course: 'docker-images', name: 'C', startsOn: null, endsOn: null, limits: null, internet: null };
const place = { lesson: 'layers', exercises: ['greet'] };
const HINTS = ['Look at `greeting`.', 'Write into it.'];

vi.setConfig({ testTimeout: 20_000 });

/** A real program answers behind a real terminal, on a machine that may have other things to do. */
const poll = <Value>(read: () => Value) => expect.poll(read, { timeout: 10_000, interval: 10 });

interface Clock {
  ms: number;
}

/** A server whose one sandbox is a folder of this machine, with `cat` in the place of a shell, and a class with somebody of each kind. */
async function startClass() {
  const clock: Clock = { ms: Date.parse('2026-01-02T03:04:05Z') };
  const root = mkdtempSync(join(tmpdir(), 'drydock-help-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [home, folder] = [join(root, 'home'), join(root, 'exercises/greet')];
  mkdirSync(home);
  mkdirSync(join(folder, 'start'), { recursive: true });
  const environment = { PATH: process.env['PATH'] ?? '' };
  const holder = new Holder({ shell: () => ({ command: ['cat'], cwd: home, env: environment }), onIdle: () => {} });
  const started = await startApp({
    now: () => new Date(clock.ms),
    // One folder, one holder of shells: a warm sandbox for the next learner would take the place of this one’s.
    limit: () => 1,
    host: createOwnMachineHost({
      folder: home,
      environment,
      engineSocket: join(root, 'no.sock'),
      admit: async () => {},
      connectToShells: async () => {
        const [ours, theirs] = duplexPair();
        holder.welcome(theirs);
        return ours;
      },
    }),
    exercises: new Map([
      [
        'greet',
        {
          exercise: {
            id: 'greet',
            title: 'Greet',
            minutes: 1,
            tasks: [
              { id: 'greet', title: 'Greet', hints: HINTS },
              { id: 'other', title: 'Other', hints: ['Ask.'] },
            ],
          },
          folder,
          solution: 'echo ahoy > greeting',
        },
      ],
    ]),
    runner: {
      decide: async ({ task }) => ({ verdict: task === 'greet' ? pass() : fail('Not yet.'), reads: new Set() }),
    },
  });
  const { url, store } = started;
  const people = {
    grace: await newStaff(started, 'grace@example.org'),
    assistant: await newStaff(started, 'assistant@example.org'),
    other: await newStaff(started, 'other@example.org'),
    ben: await newGuest(url),
    cleo: await newGuest(url),
    guest: await newGuest(url),
  };
  await store.classes.create(
    { id: monday, code: 'AAAA2222', ...settings },
    { learnerId: people.grace.id, name: 'Grace' },
  );
  await store.classes.create(
    { id: tuesday, code: 'BBBB2222', ...settings },
    { learnerId: people.other.id, name: 'Other' },
  );
  await store.classes.join(monday, { learnerId: people.assistant.id, name: 'Al', role: 'assistant' }, 10);
  await store.classes.join(monday, { learnerId: people.ben.id, name: 'Ben' }, 10);
  await store.classes.join(monday, { learnerId: people.cleo.id, name: 'Cleo' }, 10);
  const open = (who: keyof typeof people, wants: 'nothing' | 'sandbox' = 'nothing') =>
    openPage(url, people[who].cookie, wants);
  return { ...started, people, open, clock };
}

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

async function openPage(url: string, cookie: string, wants: 'nothing' | 'sandbox') {
  const { socket, closed } = await openSocket(url, cookie);
  const messages: ServerMessage[] = [];
  const output = new Map<number, string>();
  socket.removeAllListeners('message');
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) return void messages.push(JSON.parse(String(data)));
    const frame = decodeOutputFrame(data);
    if (frame) output.set(frame.channel, (output.get(frame.channel) ?? '') + Buffer.from(frame.bytes).toString());
  });
  const say = (message: ClientMessage) => socket.send(JSON.stringify(message));
  say({ type: 'hello', version: PROTOCOL_VERSION, wants });
  const all = <Type extends ServerMessage['type']>(type: Type) =>
    messages.filter((message): message is MessageOf<Type> => message.type === type);
  const last = <Type extends ServerMessage['type']>(type: Type) => all(type).at(-1);
  const errors = () => all('error').map(({ code }) => code);
  let pings = 1_000;
  return {
    say,
    all,
    last,
    errors,
    output,
    closed,
    type: (channel: number, text: string) => socket.send(encodeInputFrame({ channel, bytes: Buffer.from(text) })),
    close: () => socket.close(),
    /** Until everything that was said before has been dealt with as far as it waits for nothing. */
    settle: async () => {
      const id = pings++;
      say({ type: 'ping', id });
      while (!all('pong').some((pong) => pong.id === id)) await once(socket, 'message');
    },
    /** Until so many errors have come. */
    refusals: async (count: number) => {
      while (all('error').length < count) await once(socket, 'message');
    },
  };
}
type Page = Awaited<ReturnType<typeof openPage>>;

/** Ben at his terminal, Grace looking at it. */
async function look(started: Awaited<ReturnType<typeof startClass>>) {
  const { open, people } = started;
  const ben = await open('ben', 'sandbox');
  ben.say({ type: 'help.watch', place });
  ben.say({ type: 'terminal.open', terminal: 'main', cols: 90, rows: 20, after: null });
  await poll(() => ben.last('terminal.opened')).toBeDefined();
  const grace = await open('grace');
  grace.say({ type: 'help.ask', class: monday, learner: people.ben.id });
  await poll(() => ben.last('help.own')?.help?.stage).toBe('asked');
  const session = ben.last('help.own')?.help?.session as HelpId;
  ben.say({ type: 'help.agree', class: monday, session, place });
  await poll(() => mine(grace, session)?.stage).toBe('looking');
  grace.say({ type: 'help.look', class: monday, session });
  await poll(() => grace.last('help.terminals')?.terminals).toEqual(['main']);
  grace.say({ type: 'help.open', class: monday, session, terminal: 'main' });
  await poll(() => grace.last('help.opened')).toBeDefined();
  const channel = grace.last('help.opened')?.channel as number;
  const own = ben.last('terminal.opened')?.channel as number;
  const seen = () => grace.output.get(channel) ?? '';
  return { ben, grace, session, channel, own, seen };
}

const mine = (page: Page, session: HelpId) =>
  page.last('help.class')?.sessions.find((each) => each.session === session);
const raise = (text: string | null = null) => ({ type: 'help.raise', class: monday, text, place }) as const;

test('rule 31: a raised hand is told to the staff, and its place and who has it before them to its learner', async () => {
  const { open, people } = await startClass();
  const [ben, cleo, grace] = [await open('ben'), await open('cleo'), await open('grace')];
  cleo.say(raise('Why is it so large?'));
  await poll(() => cleo.last('help.own')?.help).toMatchObject({ stage: 'raised', ahead: 0, told: [] });
  ben.say(raise());
  await poll(() => ben.last('help.own')?.help).toMatchObject({ stage: 'raised', ahead: 1 });
  grace.say({ type: 'help.list', class: monday });
  await poll(() => grace.last('help.class')?.sessions).toMatchObject([
    { learner: people.cleo.id, learnerName: 'Cleo', text: 'Why is it so large?', place, isHere: true, isOwn: false },
    { learner: people.ben.id, learnerName: 'Ben', text: null },
  ]);
  await poll(() => ben.last('help.own')?.help?.told).toEqual(['Grace']);
  cleo.say({ type: 'help.end', class: monday, session: cleo.last('help.own')?.help?.session as HelpId });
  await poll(() => cleo.last('help.own')?.help).toBeNull();
  await poll(() => ben.last('help.own')?.help?.ahead).toBe(0);
  await poll(() => grace.last('help.class')?.sessions).toHaveLength(1);
});

test('rules 32 to 35: who was let look sees each key and types none, types once it was handed over, and not one key after it was taken back', async () => {
  const { ben, grace, session, channel, own, seen } = await look(await startClass());
  expect(grace.last('help.opened')).toMatchObject({ cols: 90, rows: 20 });
  ben.type(own, 'abc');
  await poll(seen).toContain('abc');
  grace.type(channel, 'NOT');
  await grace.settle();
  expect(grace.errors()).toEqual([]);

  ben.say({ type: 'help.hand-over', class: monday, session });
  await poll(() => mine(grace, session)?.stage).toBe('typing');
  grace.type(channel, 'def');
  await poll(seen).toContain('abcdef');
  await poll(() => ben.output.get(own)).toContain('abcdef');
  await poll(() => ben.last('help.typed')).toEqual({ type: 'help.typed', session, isLearner: false });
  ben.type(own, 'ghi');
  await poll(() => grace.last('help.typed')?.isLearner).toBe(true);

  ben.say({ type: 'help.take-back', class: monday, session });
  // It waits for nothing, so what comes behind it is too late.
  await ben.settle();
  grace.type(channel, 'NOT');
  await grace.settle();
  ben.type(own, 'jkl');
  await poll(seen).toContain('abcdefghijkl');
  expect(ben.output.get(own)).not.toContain('NOT');
  await poll(() => ben.last('help.own')?.help).toMatchObject({ stage: 'looking', helper: 'Grace' });
});

test.each(['learner', 'helper'] as const)('rule 36: when the %s ends it, nothing more is seen', async (by) => {
  const { ben, grace, session, own, seen } = await look(await startClass());
  const end = { type: 'help.end', class: monday, session } as const;
  (by === 'learner' ? ben : grace).say(end);
  const ended = { type: 'help.ended', session, reason: by };
  await poll(() => grace.last('help.ended')).toEqual(ended);
  await poll(() => ben.last('help.ended')).toEqual(ended);
  const before = seen();
  ben.type(own, 'afterwards');
  await poll(() => ben.output.get(own)).toContain('afterwards');
  await grace.settle();
  expect(seen()).toBe(before);
  for (const message of [
    { type: 'help.look', class: monday, session },
    { type: 'help.open', class: monday, session, terminal: 'main' },
    { type: 'help.say', class: monday, session, text: 'Still there?' },
    end,
  ] as const) {
    grace.say(message);
  }
  await poll(() => grace.errors()).toEqual(['help-over', 'help-over', 'help-over', 'help-over']);
});

test('rule 36: a helper who may not help there any more is out within a moment, and so are those of a learner who leaves', async () => {
  const started = await startClass();
  const { store, people, open } = started;
  const first = await look(started);
  const second = await open('assistant');
  second.say({ type: 'help.list', class: monday });
  await poll(() => second.last('help.class')).toBeDefined();
  // Of a session that others are in, the words between them are not told.
  first.ben.say({ type: 'help.say', class: monday, session: first.session, text: 'for Grace alone' });
  await poll(() => mine(first.grace, first.session)?.lines.map(({ text }) => text)).toEqual(['for Grace alone']);
  await poll(() => mine(second, first.session)?.stage).toBe('looking');
  expect(mine(second, first.session)?.lines).toEqual([]);

  await store.classes.join(monday, { learnerId: people.assistant.id, name: 'Al', role: 'instructor' }, 10);
  await store.classes.changeRole(monday, people.grace.id, 'learner');
  await poll(() => first.ben.last('help.ended')?.reason).toBe('not-allowed');
  const before = first.seen();
  first.ben.type(first.own, 'unseen');
  await poll(() => first.ben.output.get(first.own)).toContain('unseen');
  await first.grace.settle();
  expect(first.seen()).toBe(before);

  second.say({ type: 'help.ask', class: monday, learner: people.ben.id });
  await poll(() => first.ben.last('help.own')?.help?.helper).toBe('Al');
  await store.classes.leave(monday, people.ben.id);
  await poll(() => second.last('help.ended')?.reason).toBe('left');
});

test('rule 36: who is gone for minutes has ended it, and nobody looks on for longer', async () => {
  const started = await startClass();
  const { grace, ben } = await look(started);
  grace.close();
  await grace.closed;
  started.clock.ms += 2 * 60_000;
  await poll(() => ben.last('help.own')?.help?.stage).toBe('looking');
  started.clock.ms += 2 * 60_000;
  await poll(() => ben.last('help.ended')?.reason).toBe('away');
});

test('a server that starts again knows what its log says: who looked may look on, and nobody else', async () => {
  const started = await startClass();
  const { session } = await look(started);
  const again = await startApp({ store: started.store });
  const page = await openPage(again.url, started.people.grace.cookie, 'nothing');
  page.say({ type: 'help.list', class: monday });
  await poll(() => mine(page, session)).toMatchObject({ stage: 'looking', isOwn: true });
});

test('rule 37: a message is there until it was put away, also for who comes later, and is nobody else’s', async () => {
  const { open, people } = await startClass();
  const grace = await open('grace');
  grace.say({ type: 'help.message', class: monday, text: 'Break at ten.\nBack at a quarter past.' });
  grace.say({ type: 'help.message', class: monday, learner: people.ben.id, text: 'Well done.' });
  await poll(() => grace.all('help.done')).toHaveLength(2);
  const ben = await open('ben');
  ben.say({ type: 'help.watch', place: null });
  const texts = (page: Page) =>
    page.last('help.messages')?.messages.map(({ text, from, isToAll }) => [from, text, isToAll]);
  await poll(() => texts(ben)).toEqual([
    ['Grace', 'Break at ten.\nBack at a quarter past.', true],
    ['Grace', 'Well done.', false],
  ]);
  const [first] = ben.last('help.messages')?.messages ?? [];
  ben.say({ type: 'help.seen', class: monday, message: first?.id ?? 0 });
  await poll(() => texts(ben)).toEqual([['Grace', 'Well done.', false]]);
  const [cleo, other, guest] = [await open('cleo'), await open('other'), await open('guest')];
  for (const page of [cleo, other, guest]) page.say({ type: 'help.watch', place: null });
  await poll(() => texts(cleo)).toEqual([['Grace', 'Break at ten.\nBack at a quarter past.', true]]);
  await poll(() => texts(other)).toEqual([]);
  await poll(() => texts(guest)).toEqual([]);
});

test('rule 38: a hint that is given is among the learner’s hints with who gave it, also on a page that is open', async () => {
  const { open, people, store } = await startClass();
  const ben = await open('ben', 'sandbox');
  ben.say({ type: 'help.watch', place });
  const grace = await open('grace');
  const give = { type: 'help.hint', class: monday, learner: people.ben.id, exercise: 'greet', task: 'greet' } as const;
  grace.say(give);
  const task = () => ben.last('exercise.state')?.tasks[0];
  await poll(task).toMatchObject({ hints: [HINTS[0]], hintsFrom: ['Grace'] });
  expect(ben.last('help.hinted')).toMatchObject({ exercise: 'greet', task: 'greet', from: 'Grace' });
  grace.say(give);
  await poll(() => task()?.hints).toEqual(HINTS);
  grace.say(give);
  grace.say({ ...give, task: 'nothing' });
  await poll(() => grace.errors()).toEqual(['hint-refused', 'task-unknown']);
  expect(await store.deeds(people.ben.id, { exercise: 'greet' })).toMatchObject([
    { kind: 'hint', from: 'Grace' },
    { kind: 'hint', from: 'Grace' },
  ]);
});

test('rule 38: a hint that is given stays, also on what checks the learner’s exercise at the time', async () => {
  const { open, people } = await startClass();
  const ben = await open('ben', 'sandbox');
  ben.say({ type: 'help.watch', place });
  ben.say({ type: 'exercise.watch', exercise: 'greet' });
  await poll(() => ben.last('exercise.state')?.tasks[0]?.passedAt ?? null).toBeNull();
  await poll(() => ben.last('exercise.state')).toBeDefined();
  const grace = await open('grace');
  grace.say({ type: 'help.hint', class: monday, learner: people.ben.id, exercise: 'greet', task: 'other' });
  await poll(() => ben.last('help.hinted')?.from).toBe('Grace');
  ben.say({ type: 'exercise.run', exercise: 'greet' });
  const before = ben.all('exercise.state').length;
  await poll(() => ben.all('exercise.state').length).toBeGreaterThan(before);
  expect(ben.last('exercise.state')?.tasks[1]).toMatchObject({ hints: ['Ask.'], hintsFrom: ['Grace'] });
});

test('rule 33: the tasks of the learner’s page are shown, without what they entered or looked at', async () => {
  const { ben, grace, session } = await look(await startClass());
  ben.say({ type: 'exercise.watch', exercise: 'greet' });
  await poll(() => grace.last('help.tasks')?.exercises[0]?.tasks[0]?.verdict?.kind).toBe('pass');
  ben.say({ type: 'exercise.solution', exercise: 'greet' });
  await poll(() => ben.last('exercise.state')?.solution).toContain('ahoy');
  await poll(() => grace.all('help.tasks').every(({ exercises }) => exercises[0]?.solution === null)).toBe(true);
  expect(grace.last('help.tasks')?.session).toBe(session);
});

test('what is too often is refused, whatever pages it comes from', async () => {
  const { open } = await startClass();
  const [one, two] = [await open('ben'), await open('ben')];
  for (let count = 0; count < 4; count += 1) (count % 2 ? one : two).say(raise());
  await poll(() => one.errors().length + two.errors().length).toBe(3);
  one.say(raise());
  await poll(() => one.errors()).toContain('too-many');
});

/** Who says what, and what they are told; `quiet`: nothing is said or done. */
test('nobody but those whom it is between gets anything out of a session, whatever they send again', async () => {
  const started = await startClass();
  const { people } = started;
  const { session, own, ben } = await look(started);
  const madeUp = helpIdSchema.parse('f'.repeat(16));
  const tries = (classId: typeof monday, id: HelpId, learner: LearnerId): Record<string, ClientMessage> => ({
    list: { type: 'help.list', class: classId },
    look: { type: 'help.look', class: classId, session: id },
    open: { type: 'help.open', class: classId, session: id, terminal: 'main' },
    'hand over': { type: 'help.hand-over', class: classId, session: id },
    agree: { type: 'help.agree', class: classId, session: id, place: null },
    'take back': { type: 'help.take-back', class: classId, session: id },
    end: { type: 'help.end', class: classId, session: id },
    say: { type: 'help.say', class: classId, session: id, text: 'Ahoy' },
    lower: { type: 'help.lower', class: classId, session: id },
    ask: { type: 'help.ask', class: classId, learner },
    message: { type: 'help.message', class: classId, learner, text: 'Ahoy' },
    hint: { type: 'help.hint', class: classId, learner, exercise: 'greet', task: 'greet' },
  });
  const none = 'not-found';
  const table: Record<string, [Page, typeof monday, HelpId, Record<string, string>]> = {
    'staff of another class, by their own class': [
      await started.open('other'),
      tuesday,
      session,
      {
        list: 'ok',
        look: 'help-over',
        open: 'help-over',
        'hand over': 'help-over',
        agree: 'help-over',
        'take back': 'help-over',
        end: 'help-over',
        say: 'help-over',
        lower: 'help-over',
        ask: none,
        message: none,
        hint: none,
      },
    ],
    'staff of another class, by this one': [
      await started.open('other'),
      monday,
      session,
      {
        list: none,
        look: none,
        open: none,
        'hand over': none,
        agree: none,
        'take back': 'help-refused',
        end: 'help-refused',
        say: none,
        lower: none,
        ask: none,
        message: none,
        hint: none,
      },
    ],
    'a learner of the class': [
      await started.open('cleo'),
      monday,
      session,
      {
        list: 'forbidden',
        look: 'forbidden',
        open: 'forbidden',
        'hand over': 'help-refused',
        agree: 'help-refused',
        'take back': 'help-refused',
        end: 'help-refused',
        say: 'help-refused',
        lower: 'forbidden',
        ask: 'forbidden',
        message: 'forbidden',
        hint: 'forbidden',
      },
    ],
    'a guest of none': [
      await started.open('guest'),
      monday,
      session,
      {
        list: none,
        look: none,
        open: none,
        'hand over': none,
        agree: none,
        'take back': 'help-refused',
        end: 'help-refused',
        say: none,
        lower: none,
        ask: none,
        message: none,
        hint: none,
      },
    ],
    'other staff of the class': [
      await started.open('assistant'),
      monday,
      session,
      {
        list: 'ok',
        look: 'help-over',
        open: 'help-over',
        'hand over': 'help-refused',
        agree: 'help-refused',
        'take back': 'help-refused',
        end: 'help-refused',
        say: 'help-refused',
        lower: 'help-refused',
        ask: 'help-refused',
        message: 'ok',
        hint: 'ok',
      },
    ],
    'its helper, by an id that is made up': [
      await started.open('grace'),
      monday,
      madeUp,
      {
        list: 'ok',
        look: 'help-over',
        open: 'help-over',
        'hand over': 'help-over',
        agree: 'help-over',
        'take back': 'help-over',
        end: 'help-over',
        say: 'help-over',
        lower: 'help-over',
        ask: 'help-refused',
        message: 'ok',
        hint: 'ok',
      },
    ],
  };
  for (const [who, [page, classId, id, expected]] of Object.entries(table)) {
    const got: Record<string, string> = {};
    for (const [name, message] of Object.entries(tries(classId, id, people.ben.id))) {
      const before = page.errors().length;
      page.say(message);
      await page.settle();
      if (expected[name] !== 'ok') await page.refusals(before + 1);
      got[name] = page.errors()[before] ?? 'ok';
    }
    expect(got, who).toEqual(expected);
    for (const channel of [0, 1, 2, 255]) page.type(channel, 'NOT');
    await page.settle();
    expect(page.output.size, who).toBe(0);
    expect(
      page.all('help.terminals').length + page.all('help.tasks').length + page.all('help.opened').length,
      who,
    ).toBe(0);
  }
  ben.type(own, 'mine');
  await poll(() => ben.output.get(own)).toContain('mine');
  expect(ben.output.get(own)).not.toContain('NOT');
  expect(ben.last('help.own')?.help).toMatchObject({ session, stage: 'looking', helper: 'Grace' });
});
