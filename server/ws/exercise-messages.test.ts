import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import { type ClientMessage, PROTOCOL_VERSION, type ServerMessage } from '../../src/shared/protocol/index.ts';
import { learnerMeSchema } from '../../src/shared/views.ts';
import { newCookie, openSocket, startApp } from '../app-under-test.ts';
import type { Decision } from '../checks/check-runner.ts';
import { createOwnMachineHost } from '../own-machine/own-machine-host.ts';

const HINT = 'Count the lines with `wc -l`.';
const SOLUTION = 'echo ahoy > greeting';

/** A server whose sandboxes are folders of this machine, with an exercise for each kind of task. */
async function startCourse() {
  const root = mkdtempSync(join(tmpdir(), 'drydock-messages-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [home, folder] = [join(root, 'home'), join(root, 'exercises/greet')];
  mkdirSync(home);
  mkdirSync(join(folder, 'start'), { recursive: true });
  writeFileSync(join(folder, 'start/README'), 'Greet.');
  const tasks = [
    { id: 'greet', title: 'Write `greeting`', hints: [HINT] },
    { id: 'count', title: 'How many lines?', answer: { label: 'Lines' } },
  ];
  const app = await startApp({
    host: createOwnMachineHost({
      folder: home,
      environment: { PATH: process.env['PATH'] ?? '' },
      engineSocket: join(root, 'no.sock'),
      admit: async () => {},
      connectToShells: () => Promise.reject(new Error('none in this test')),
    }),
    exercises: new Map([
      ['greet', { exercise: { id: 'greet', title: 'Greet', minutes: 1, tasks }, folder, solution: SOLUTION }],
    ]),
    runner: {
      async decide({ task }, view): Promise<Decision> {
        if (task === 'greet') {
          const greeting = await view.file('greeting');
          return { verdict: greeting ? pass() : fail('There is no `greeting`.'), reads: new Set(['files']) };
        }
        const isRight = (await view.answer()) === '1';
        return { verdict: isRight ? pass() : fail('That is not the number of lines.'), reads: new Set(['answer']) };
      },
    },
  });
  return { ...app, home };
}

type State = Extract<ServerMessage, { type: 'exercise.state' }>;

async function openPage(url: string, cookie: string) {
  const { socket, messages, closed } = await openSocket(url, cookie);
  const say = (message: ClientMessage) => socket.send(JSON.stringify(message));
  say({ type: 'hello', version: PROTOCOL_VERSION });
  const states = () => messages.filter((message): message is State => message.type === 'exercise.state');
  const errors = () => messages.filter((message) => message.type === 'error').map(({ code }) => code);
  const task = (id: string) =>
    states()
      .at(-1)
      ?.tasks.find((each) => each.id === id);
  return { say, messages, states, errors, task, closed };
}

const watch = { type: 'exercise.watch', exercise: 'greet' } as const;
const run = { type: 'exercise.run', exercise: 'greet' } as const;
const hint = { type: 'exercise.hint', exercise: 'greet', task: 'greet' } as const;
const solution = { type: 'exercise.solution', exercise: 'greet' } as const;
const answer = (text: string) => ({ type: 'exercise.answer', exercise: 'greet', task: 'count', text }) as const;

test('rule 19: watching puts the files in place and is answered, and each run is', async () => {
  const { url, home } = await startCourse();
  const page = await openPage(url, await newCookie(url));
  page.say(watch);
  await expect.poll(() => page.task('greet')?.verdict?.kind).toBe('fail');
  expect(existsSync(join(home, 'greet/README'))).toBe(true);
  const before = page.states().length;
  page.say(run);
  await expect.poll(() => page.states().length).toBeGreaterThan(before);
  expect(page.states().at(-1)?.isTried).toBe(true);
});

test('rule 19: both of a learner’s windows hear each change, and nobody else’s', async () => {
  const { url, home } = await startCourse();
  const cookie = await newCookie(url);
  const [one, other, stranger] = [
    await openPage(url, cookie),
    await openPage(url, cookie),
    await openPage(url, await newCookie(url)),
  ];
  for (const page of [one, other]) page.say(watch);
  for (const page of [one, other]) await expect.poll(() => page.task('greet')?.verdict?.kind).toBe('fail');
  writeFileSync(join(home, 'greet/greeting'), 'ahoy');
  one.say(run);
  one.say(solution);
  one.say(answer('1'));
  for (const page of [one, other]) {
    await expect.poll(() => page.task('greet')?.verdict?.kind).toBe('pass');
    await expect.poll(() => page.states().at(-1)?.solution).toBe(SOLUTION);
    await expect.poll(() => page.task('count')).toMatchObject({ answer: '1', verdict: { kind: 'pass' } });
  }
  expect(stranger.states()).toEqual([]);
  stranger.say(watch);
  await expect.poll(() => stranger.states().length).toBeGreaterThan(0);
  expect(stranger.states()[0]).toMatchObject({ isTried: false, solution: null });
  expect(JSON.stringify(stranger.messages)).not.toContain(SOLUTION);
});

test('rule 20: a hint comes after a try, is recorded, and leaves the server only then; the solution too', async () => {
  const { url, store } = await startCourse();
  const cookie = await newCookie(url);
  const page = await openPage(url, cookie);
  page.say(watch);
  page.say(hint);
  await expect.poll(() => page.errors()).toEqual(['hint-too-early']);
  expect(JSON.stringify(page.messages)).not.toMatch(/wc -l|echo ahoy/);
  expect(page.task('greet')).toMatchObject({ hints: [], hintCount: 1 });
  page.say(run);
  await expect.poll(() => page.states().at(-1)?.isTried).toBe(true);
  page.say(hint);
  await expect.poll(() => page.task('greet')?.hints).toEqual([HINT]);
  expect(JSON.stringify(page.messages)).not.toContain(SOLUTION);
  const before = page.states().length;
  page.say(hint);
  await expect.poll(() => page.states().length).toBeGreaterThan(before);
  page.say(solution);
  await expect.poll(() => page.states().at(-1)?.solution).toBe(SOLUTION);
  const [, id] = /=([0-9a-f]{32})/.exec(cookie) ?? [];
  const deeds = await store.deeds(learnerIdSchema.parse(id), { exercise: 'greet' });
  expect(deeds.map(({ kind }) => kind)).toEqual(['try', 'hint', 'solution']);
  expect(deeds.at(-1)).toMatchObject({ isByChoice: false });
  // The next page has it all before it has a socket.
  const me = learnerMeSchema.parse(await (await fetch(`${url}/api/me`, { headers: { cookie } })).json());
  expect(me.exercises[0]).toMatchObject({ solution: SOLUTION, isTried: true, tasks: [{ hints: [HINT] }, {}] });
});

test('rule 21: an answer is recorded, checked and answered; ten thousand are not', async () => {
  const { url, store } = await startCourse();
  const cookie = await newCookie(url);
  const page = await openPage(url, cookie);
  page.say(answer(' 2 '));
  await expect.poll(() => page.task('count')).toMatchObject({ answer: '2', verdict: { kind: 'fail' } });
  page.say(answer('1'));
  await expect.poll(() => page.task('count')).toMatchObject({ answer: '1', verdict: { kind: 'pass' } });
  for (let count = 0; count < 300; count += 1) page.say(answer(String(count)));
  await expect.poll(() => page.errors().length, { timeout: 10_000 }).toBeGreaterThan(270);
  expect(new Set(page.errors())).toEqual(new Set(['too-many']));
  const [, id] = /=([0-9a-f]{32})/.exec(cookie) ?? [];
  const deeds = await store.deeds(learnerIdSchema.parse(id), { exercise: 'greet' });
  expect(deeds.filter(({ kind }) => kind === 'answer').length).toBeLessThanOrEqual(22);
  for (let count = 0; count < 10_000; count += 1) page.say(answer(String(count)));
  expect(await page.closed).toBe(4430);
});

test('rule 8: what names no exercise or task is answered with an error', async () => {
  const { url } = await startCourse();
  const page = await openPage(url, await newCookie(url));
  page.say({ type: 'exercise.hint', exercise: 'none', task: 'greet' });
  page.say({ type: 'exercise.solution', exercise: 'constructor' });
  await expect.poll(() => page.errors()).toEqual(['exercise-unknown', 'exercise-unknown']);
  page.say(run);
  page.say({ ...hint, task: 'none' });
  page.say({ ...answer('1'), task: 'greet' });
  await expect.poll(() => page.errors().slice(2)).toEqual(expect.arrayContaining(['task-unknown', 'task-unknown']));
});
