import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { classIdSchema, type LearnerId, sandboxIdSchema } from '../../src/shared/ids.ts';
import { learnerTimelineSchema, timelineSchema } from '../../src/shared/timeline.ts';
import { newGuest, newStaff, openSocket, registryIsDown, startApp } from '../app-under-test.ts';
import { dataPaths } from '../config.ts';
import type { Store } from '../storage/port.ts';

const monday = classIdSchema.parse('1'.repeat(16));
const settings = { course: 'c', name: 'Monday', startsOn: null, endsOn: null, limits: null, internet: null };
const at = (minute: number) => `2026-01-02T03:${String(minute % 60).padStart(2, '0')}:00.000Z`;

const browserOf = (url: string, { id, cookie }: Awaited<ReturnType<typeof newGuest>>) => {
  const get = (path: string) => fetch(`${url}${path}`, { headers: { cookie } });
  const post = (path: string, body: unknown) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { cookie, origin: url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { id, cookie, get, post };
};

async function startWithTwo(options: Parameters<typeof startApp>[0] = {}) {
  const started = await startApp(options);
  const { app, url, store, config } = started;
  const ada = browserOf(url, await newGuest(url));
  const ben = browserOf(url, await newStaff(started, 'ben@example.org'));
  await store.classes.create({ id: monday, code: 'AAAA2222', ...settings }, { learnerId: ben.id, name: 'Ben' });
  await store.classes.join(monday, { learnerId: ada.id, name: 'Ada' }, 10);
  return { app, url, store, config, ada, ben };
}

async function work(store: Store, learnerId: LearnerId) {
  await store.appendDeed({ kind: 'try', exercise: 'web', learnerId, at: at(1) });
  await store.appendAttempt({ learnerId, exercise: 'web', task: 'one', verdict: fail('0 of 1'), at: at(2) });
  await store.appendDeed({
    kind: 'quiz',
    lesson: 'first',
    question: 'q',
    answer: ['b'],
    isCorrect: false,
    learnerId,
    at: at(3),
  });
  await store.appendAttempt({ learnerId, exercise: 'web', task: 'one', verdict: pass(), at: at(4) });
}

test('a learner and their instructor see the very same of what was done, the newest first', async () => {
  const { store, ada, ben } = await startWithTwo();
  await work(store, ada.id);
  const own = timelineSchema.parse(await (await ada.get('/api/my-timeline')).json());
  expect(own.entries.map(({ kind }) => kind)).toEqual(['attempt', 'quiz', 'attempt', 'try']);
  expect(own.entries[2]).toMatchObject({ verdict: { kind: 'fail', reason: '0 of 1' }, task: 'one', at: at(2) });
  const path = `/api/classes/${monday}/learners/${ada.id}/timeline`;
  const seen = learnerTimelineSchema.parse(await (await ben.get(path)).json());
  expect(seen).toEqual({ name: 'Ada', ...own });
  expect((await ada.get(path)).status).toBe(403);
  const some = timelineSchema.parse(await (await ada.get('/api/my-timeline?exercise=web')).json());
  expect(some.entries.map(({ kind }) => kind)).toEqual(['attempt', 'attempt', 'try']);
});

test('a long timeline is read page by page to its end', async () => {
  const { store, ada } = await startWithTwo();
  for (let count = 0; count < 120; count += 1) {
    await store.appendDeed({ kind: 'try', exercise: `x${count}`, learnerId: ada.id, at: at(count) });
  }
  const ids: string[] = [];
  let next: string | null = '';
  let pages = 0;
  while (next !== null) {
    const query: string = next === '' ? '' : `?after=${encodeURIComponent(next)}`;
    const page = timelineSchema.parse(await (await ada.get(`/api/my-timeline${query}`)).json());
    ids.push(...page.entries.map(({ id }) => id));
    next = page.next;
    pages += 1;
  }
  expect([pages, ids.length, new Set(ids).size]).toEqual([3, 120, 120]);
  for (const wrong of ['x', 'a.attempt.1', `${at(1)}.deed.-1`, "2026-01-02T03:04:05.000Z.deed.1' or 1=1"]) {
    expect((await ada.get(`/api/my-timeline?after=${encodeURIComponent(wrong)}`)).status).toBe(400);
  }
});

test('a person takes all along that is kept about them, and nobody else’s', async () => {
  const { config, store, ada, ben } = await startWithTwo();
  await work(store, ada.id);
  await work(store, ben.id);
  const scrollback = dataPaths(config.dataDir).scrollback;
  mkdirSync(scrollback, { recursive: true });
  for (const [id, digit] of [
    [ada.id, '5'],
    [ben.id, '6'],
  ] as const) {
    const sandbox = { id: sandboxIdSchema.parse(digit.repeat(16)), previewId: digit.repeat(32) };
    await store.assignSandbox(id, sandbox, null);
    writeFileSync(join(scrollback, `${sandbox.id}-main`), `\0\0\0\0\0\0\0\0screen ${digit}`);
  }
  const answer = await ada.get('/api/my-data');
  expect(answer.headers.get('content-disposition')).toContain('drydock-my-data.json');
  const { learner, records, terminals } = (await answer.json()) as {
    learner: string;
    terminals: object[];
    records: { table: string; verdict?: object }[];
  };
  expect(learner).toBe(ada.id);
  const tables = ['attempt', 'attempt', 'deed', 'deed', 'learner', 'membership', 'sandbox'];
  expect(terminals).toEqual([{ terminal: 'main', output: 'screen 5' }]);
  expect(records.map(({ table }) => table).toSorted()).toEqual(tables);
  expect(records[0]?.verdict).toEqual({ kind: 'fail', reason: '0 of 1' });
  expect(JSON.stringify(records)).not.toContain(ben.id);
});

test('who deletes themselves types the word, is gone from every list, and is another person when they come back', async () => {
  const { url, store, ada, ben } = await startWithTwo();
  await work(store, ada.id);
  const { closed } = await openSocket(url, ada.cookie);
  expect((await ada.post('/api/my-data/delete', { word: 'yes' })).status).toBe(400);
  expect(await store.learner(ada.id)).toBeDefined();

  const answer = await ada.post('/api/my-data/delete', { word: 'delete' });
  expect(answer.status).toBe(204);
  expect(answer.headers.getSetCookie()[0]).toMatch(/^drydock-learner=;.*Expires=Thu, 01 Jan 1970/);
  expect(await closed).toBe(1012);
  const roster = (await (await ben.get(`/api/classes/${monday}/roster`)).json()) as { members: { name: string }[] };
  expect(roster.members.map(({ name }) => name)).toEqual(['Ben']);
  expect((await ada.get('/api/my-data')).status).toBe(401);
  expect((await ada.get('/api/me')).headers.getSetCookie()[0]).not.toContain(ada.id);
});

test('who alone runs a class stays, and is told which and what to do', async () => {
  const { store, ben } = await startWithTwo();
  const answer = await ben.post('/api/my-data/delete', { word: 'delete' });
  expect(answer.status).toBe(409);
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  expect(error.code).toBe('class-needs-instructor');
  expect(error.message).toMatch(/^Nothing was deleted:.*“Monday”.*instructor there, or archive the class/);
  expect(await store.learner(ben.id)).toBeDefined();
});

test('what is kept outside of the store goes too: at once, or when what was down is there again', async () => {
  const removed: string[] = [];
  let isUp = false;
  const emptied = Promise.withResolvers<void>();
  const removal = async (what: string) => {
    if (!isUp) throw new Error('connect ENOENT');
    removed.push(what);
  };
  const { app, store, ada } = await startWithTwo({
    registry: { ...registryIsDown, empty: (account) => removal(account).finally(emptied.resolve) },
  });
  const id = sandboxIdSchema.parse('5'.repeat(16));
  await store.assignSandbox(ada.id, { id, previewId: '5'.repeat(32) }, null);
  await store.claimRegistryAccount(ada.id, 'calm-heron');
  await ada.post('/api/my-data/delete', { word: 'delete' });
  await emptied.promise;
  await app.runErrands();
  expect(removed).toEqual([]);
  expect(await store.personal.errands()).toEqual([{ kind: 'registry', subject: 'calm-heron' }]);
  isUp = true;
  await app.runErrands();
  expect(removed).toEqual(['calm-heron']);
  expect(await store.personal.errands()).toEqual([]);
});
