import { expect, test } from 'vitest';
import {
  learnerClassesSchema,
  personalPlaceOpenedSchema,
  personalPlaceSchema,
  rosterImportedSchema,
  staffClassSchema,
  staffRosterSchema,
} from '../../src/shared/class-views.ts';
import { pass } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import { becomeStaff, cookiesOf, engineIsDown, newCookie, PASSWORD, post, startApp } from '../app-under-test.ts';
import type { SandboxAllowance } from '../domain/sandbox-allowance.ts';
import type { SandboxHost } from '../sandbox/port.ts';
import type { Store } from '../storage/port.ts';

const noon = new Date(2026, 2, 2, 12);
const settings = { name: 'Monday', startsOn: null, endsOn: null, limits: null };

const idOf = (cookie: string) => learnerIdSchema.parse(decodeURIComponent(cookie).split('=')[1]?.split('.')[0]);

/** A server with a class, its instructor, and a browser for each further person. */
async function startClass(
  env: Readonly<Record<string, string>> = {},
  onOpen: (allowance: SandboxAllowance | undefined) => void = () => {},
) {
  let today = noon;
  const host: SandboxHost = {
    ...engineIsDown,
    open: (id, signal, allowance) => {
      onOpen(allowance);
      return engineIsDown.open(id, signal);
    },
  };
  const started = await startApp({ now: () => today, env, host });
  const { url, store } = started;
  const send = async (method: string, path: string, cookie: string | undefined, body?: object) => {
    const response = await fetch(url + path, {
      method,
      headers: { origin: url, ...(cookie && { cookie }), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const given = response.headers.getSetCookie()[0]?.split(';')[0];
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
    const error = (json as { error?: { code: string; message: string } } | undefined)?.error;
    return { status: response.status, text, json, error, cookie: given ?? cookie ?? '', headers: response.headers };
  };
  const instructor = await becomeStaff(started);
  const made = await send('POST', '/api/classes', instructor, { ...settings, ownName: 'Grace' });
  const monday = staffClassSchema.parse(made.json);
  const of = (rest = '') => `/api/classes/${monday.id}${rest}`;
  const change = (changed: object) => send('PUT', of(), instructor, { ...settings, ...changed });
  const roster = async () => staffRosterSchema.parse((await send('GET', of('/roster'), instructor)).json).members;
  const importList = (list: string) => send('POST', of('/roster/import'), instructor, { list });
  const wait = (day: number) => {
    today = new Date(2026, 2, day, 12);
  };
  const [grace] = await store.classes.members(monday.id);
  if (!grace) throw new Error('Nobody runs the class.');
  return {
    started,
    url,
    store,
    send,
    instructor,
    instructorId: grace.learnerId,
    monday,
    of,
    change,
    roster,
    importList,
    wait,
  };
}

const works = (store: Store, cookie: string) =>
  store.appendAttempt({
    learnerId: idOf(cookie),
    exercise: 'web-app',
    task: 'image',
    verdict: pass(),
    at: noon.toISOString(),
  });
const tokenOf = (url: string) => new URL(url).hash.slice('#me-'.length);

test('a learner joins by the code however it is typed, with a name and nothing else, and stays who they are', async () => {
  const { url, send, monday, store, roster } = await startClass();
  const guest = await newCookie(url);
  await works(store, guest);
  const typed = monday.code.toLowerCase().replace(/^..../, '$&-');
  const look = await send('GET', `/api/join/${typed}`, guest);
  expect(look.json).toEqual({ name: 'Monday', course: 'docker-images', startsOn: null, phase: 'on', ownName: null });
  const joined = await send('POST', '/api/join', guest, { code: typed, name: '  Gus  ' });
  expect(joined).toMatchObject({ status: 200, json: { name: 'Monday', ownName: 'Gus', role: 'learner' } });
  expect((await roster()).map(({ id, name, lastActiveAt }) => [id, name, lastActiveAt])).toContainEqual([
    idOf(guest),
    'Gus',
    noon.toISOString(),
  ]);
  expect((await send('GET', `/api/join/${typed}`, guest)).json).toMatchObject({ ownName: 'Gus' });
  expect((await send('GET', '/api/me', guest)).json).toMatchObject({ className: 'Monday' });
  const mine = learnerClassesSchema.parse((await send('GET', '/api/classes', guest)).json);
  expect(mine).toMatchObject({ mayCreate: false, classes: [{ name: 'Monday', phase: 'on' }] });
});

test('the link has the code where no log sees it, and a new code makes it useless', async () => {
  const { send, of, instructor, monday } = await startClass();
  expect(new URL(monday.joinUrl).hash.replace('-', '')).toBe(`#${monday.code}`);
  const { code } = staffClassSchema.parse((await send('POST', of('/code'), instructor)).json);
  expect(code).not.toBe(monday.code);
  expect((await send('GET', `/api/join/${monday.code}`, undefined)).error?.code).toBe('class-code-unknown');
  expect((await send('GET', `/api/join/${code}`, undefined)).status).toBe(200);
});

test('before its first day a class is joined, after its last day no more, until its last day is later', async () => {
  const { url, send, monday, change, wait } = await startClass();
  await change({ startsOn: '2026-03-10', endsOn: '2026-03-12' });
  const [early, late] = await Promise.all([newCookie(url), newCookie(url)]);
  const join = (cookie: string) => send('POST', '/api/join', cookie, { code: monday.code, name: 'Gus' });
  expect((await join(early)).json).toMatchObject({ phase: 'planned', startsOn: '2026-03-10' });
  wait(13);
  expect((await join(late)).error?.code).toBe('class-over');
  expect((await send('GET', `/api/join/${monday.code}`, early)).json).toMatchObject({ phase: 'over', ownName: 'Gus' });
  expect((await send('GET', '/api/me', early)).json).not.toHaveProperty('className');
  await change({ startsOn: '2026-03-10', endsOn: '2026-03-13' });
  expect((await join(late)).json).toMatchObject({ phase: 'on' });
});

test('an archived class lets nobody in and stays to be read; its learners are told', async () => {
  const { url, send, of, monday, instructor, importList } = await startClass();
  const guest = await newCookie(url);
  await send('POST', '/api/join', guest, { code: monday.code, name: 'Gus' });
  await send('POST', of('/archive'), instructor, { isArchived: true });
  const other = await send('POST', '/api/join', await newCookie(url), { code: monday.code, name: 'Late' });
  expect(other.error?.code).toBe('class-archived');
  expect((await importList('Ada')).error?.code).toBe('class-archived');
  expect((await send('GET', of('/roster'), instructor)).status).toBe(200);
  expect((await send('GET', '/api/classes', guest)).json).toMatchObject({ classes: [{ phase: 'archived' }] });
  await send('POST', of('/archive'), instructor, { isArchived: false });
  expect((await importList('Ada')).status).toBe(200);
});

test('a class is open to the Internet where the installation is', async () => {
  const closed = await startClass();
  expect(closed.monday).toMatchObject({ internet: null, mostInternet: 'registry-only' });
  const refused = await closed.change({ internet: 'open' });
  expect(refused).toMatchObject({ status: 400, error: { message: expect.stringContaining('DRYDOCK_INTERNET') } });
  expect((await closed.change({ internet: 'registry-only' })).json).toMatchObject({ internet: 'registry-only' });

  const open = await startClass({ DRYDOCK_INTERNET: 'open' });
  for (const internet of ['registry-only', 'open', null]) {
    expect((await open.change({ internet })).json).toMatchObject({ internet, mostInternet: 'open' });
  }
});

test('a learner’s sandbox is opened with what their class says now', async () => {
  const opened: (SandboxAllowance | undefined)[] = [];
  const { url, send, store, monday, change } = await startClass({ DRYDOCK_INTERNET: 'open' }, (allowance) =>
    opened.push(allowance),
  );
  const guest = await newCookie(url);
  await send('POST', '/api/join', guest, { code: monday.code, name: 'Gus' });
  const id = sandboxIdSchema.parse('a'.repeat(16));
  await store.assignSandbox(idOf(guest), { id, previewId: 'b'.repeat(32) }, null);
  for (const internet of [null, 'registry-only']) {
    await change({ internet, limits: { memoryMib: 512, cpus: 0.5 } });
    expect((await send('GET', '/api/sandbox/files', guest)).status).toBe(503);
  }
  const limits = { memoryBytes: 512 * 1024 ** 2, cpus: 0.5 };
  expect(opened).toEqual([
    { ...limits, internet: 'open' },
    { ...limits, internet: 'registry-only' },
  ]);
});

test('limits above the installation’s, and days in the wrong order, are refused in words', async () => {
  const { change } = await startClass();
  const refused = await change({ limits: { memoryMib: 4096, cpus: 1 } });
  expect(refused.error?.message).toContain('2048 MiB');
  expect((await change({ limits: { memoryMib: 512, cpus: 4 } })).error?.message).toContain('1.5 processors');
  expect((await change({ startsOn: '2026-03-02', endsOn: '2026-03-01' })).error?.message).toContain('ends before');
  expect((await change({ limits: { memoryMib: 512, cpus: 0.5 } })).json).toMatchObject({ limits: { memoryMib: 512 } });
});

test('a list makes people with a link each, and the links are told once', async () => {
  const { importList, roster, store } = await startClass();
  const imported = rosterImportedSchema.parse((await importList('Ada,s-17\nBen')).json);
  expect(imported.people.map(({ name, ownId }) => [name, ownId])).toEqual([
    ['Ada', 's-17'],
    ['Ben', null],
  ]);
  for (const { url } of imported.people) expect(imported.csv).toContain(url);
  expect((await roster()).map(({ name, ownId, hasLink }) => [name, ownId, hasLink])).toEqual([
    ['Grace', null, false],
    ['Ada', 's-17', true],
    ['Ben', null, true],
  ]);
  expect(await store.roster.link(tokenOf(imported.people[0]?.url ?? ''))).toBeUndefined();
});

test('a list with a bad line brings nobody in, and says which line', async () => {
  const { importList, roster } = await startClass();
  const refused = await importList('Ada\n,\nBen\nada');
  expect(refused.error).toMatchObject({ code: 'roster-list' });
  expect(refused.error?.message).toMatch(/^Nobody was imported\.\nLine 4: “ada” is on line 1 already/);
  expect((await importList('x'.repeat(200_000))).status).toBe(400);
  expect((await importList('Grace')).error?.message).toContain('in the class already');
  expect(await roster()).toHaveLength(1);
});

test('lists are imported as often as a person does it, and no more', async () => {
  const { importList } = await startClass();
  const answers = [];
  for (let count = 0; count < 11; count += 1) answers.push((await importList(`Person ${count}`)).status);
  expect(answers).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
});

test('the list comes out as CSV without formulas', async () => {
  const { send, of, importList, instructor } = await startClass();
  await importList('name,id\n"=1+1",s-1');
  const file = await send('GET', of('/roster.csv'), instructor);
  expect(file.headers.get('content-type')).toContain('text/csv');
  expect(file.text).toContain("'=1+1,s-1,learner,2026-");
  expect(file.text.split('\r\n')[0]?.endsWith('name,id,role,joined,last active')).toBe(true);
});

async function withAda() {
  const started = await startClass();
  const [ada] = rosterImportedSchema.parse((await started.importList('Ada,s-17')).json).people;
  if (!ada) throw new Error('Nobody was imported.');
  const { send } = started;
  const look = async (cookie?: string, token = tokenOf(ada.url)) =>
    personalPlaceSchema.parse((await send('POST', '/api/personal-link/look', cookie, { token })).json);
  const open = (cookie: string | undefined, takesAlong = false, token = tokenOf(ada.url)) =>
    send('POST', '/api/personal-link/open', cookie, { token, takesAlong });
  return { ...started, ada, look, open };
}

test('a personal link makes a browser somebody’s, another one too', async () => {
  const { ada, look, open } = await withAda();
  expect(await look()).toEqual({
    name: 'Ada',
    className: 'Monday',
    isOwn: false,
    hasOwnWork: false,
    canTakeAlong: false,
  });
  for (const opened of [await open(undefined), await open(undefined)]) {
    expect(opened.json).toEqual({ wayBack: { kind: 'none' } });
    expect(idOf(opened.cookie)).toBe(ada.id);
    expect(await look(opened.cookie)).toMatchObject({ isOwn: true });
  }
});

test('a guest takes their work along into a place where there is none', async () => {
  const { url, store, look, open, roster } = await withAda();
  const guest = await newCookie(url);
  await works(store, guest);
  expect(await look(guest)).toMatchObject({ hasOwnWork: true, canTakeAlong: true });
  const opened = await open(guest, true);
  expect(opened.cookie).toBe(guest);
  expect((await roster()).map(({ id, name, ownId }) => [id, name, ownId])).toContainEqual([idOf(guest), 'Ada', 's-17']);
  expect(await roster()).toHaveLength(2);
  expect(await look(guest)).toMatchObject({ isOwn: true, name: 'Ada' });
});

test('a guest whose work can’t come along gets a link that leads back to it', async () => {
  const { url, store, look, open } = await withAda();
  const first = await open(undefined);
  await works(store, first.cookie);
  const guest = await newCookie(url);
  await works(store, guest);
  expect(await look(guest)).toMatchObject({ hasOwnWork: true, canTakeAlong: false });
  expect((await open(guest, true)).error?.code).toBe('personal-link');
  const opened = await open(guest);
  const { wayBack } = personalPlaceOpenedSchema.parse(opened.json);
  if (wayBack.kind !== 'new') throw new Error('No link leads back.');
  const back = tokenOf(wayBack.url);
  expect(await look(opened.cookie, back)).toMatchObject({ className: null, name: null, hasOwnWork: true });
  expect(idOf((await open(opened.cookie, false, back)).cookie)).toBe(idOf(guest));
});

test('who has a link from the class keeps it when somebody else opens theirs in the same browser', async () => {
  const { store, importList, open, look } = await withAda();
  const [ben] = rosterImportedSchema.parse((await importList('Ben')).json).people;
  const benToken = tokenOf(ben?.url ?? '');
  const asBen = await open(undefined, false, benToken);
  await works(store, asBen.cookie);
  const asAda = await open(asBen.cookie);
  expect(asAda.json).toEqual({ wayBack: { kind: 'own-link' } });
  expect(await look(asAda.cookie, benToken)).toMatchObject({ name: 'Ben', isOwn: false });
});

test('a link that was replaced or taken back leads nowhere, and a made-up one neither', async () => {
  const { ada, of, send, instructor, open } = await withAda();
  const link = of(`/roster/${ada.id}/link`);
  const renewed = (await send('POST', link, instructor)).json as { url: string };
  expect((await open(undefined)).error?.code).toBe('personal-link');
  expect((await open(undefined, false, tokenOf(renewed.url))).status).toBe(200);
  await send('DELETE', link, instructor);
  expect((await open(undefined, false, tokenOf(renewed.url))).status).toBe(410);
  for (const token of ['', 'x', 'A'.repeat(43)]) expect((await open(undefined, false, token)).status).toBe(410);
});

test('nobody becomes staff by a link, and who is signed in stays who they are', async () => {
  const { of, send, instructor, instructorId, open, look } = await withAda();
  const own = await send('POST', of(`/roster/${instructorId}/link`), instructor);
  expect(own.error?.code).toBe('has-account');
  expect((await open(instructor)).error?.code).toBe('has-account');
  expect(await look(instructor)).toMatchObject({ isOwn: false });
});

test('a person is renamed and changes their role; out of the class their work stays theirs', async () => {
  const { ada, of, send, instructor, roster, open, store } = await withAda();
  const person = of(`/roster/${ada.id}`);
  expect((await send('PUT', person, instructor, { name: 'Ada L.', role: 'assistant' })).status).toBe(204);
  expect(await roster()).toContainEqual(expect.objectContaining({ name: 'Ada L.', role: 'assistant' }));
  expect((await send('POST', `${person}/link`, instructor)).error?.code).toBe('has-account');
  await send('PUT', person, instructor, { role: 'learner' });
  const opened = await open(undefined);
  await works(store, opened.cookie);
  expect((await send('DELETE', person, instructor)).status).toBe(204);
  expect(await roster()).toHaveLength(1);
  expect(await store.attempts(ada.id)).toHaveLength(1);
  expect(idOf((await open(undefined)).cookie)).toBe(ada.id);
});

test('the last instructor does not leave by any way', async () => {
  const { of, send, instructor, instructorId } = await startClass();
  const own = of(`/roster/${instructorId}`);
  expect((await send('DELETE', own, instructor)).error?.code).toBe('class-needs-instructor');
  expect((await send('PUT', own, instructor, { role: 'learner' })).error?.code).toBe('class-needs-instructor');
  expect((await send('POST', of('/leave'), instructor)).error?.code).toBe('class-needs-instructor');
});

test('who runs a class is told what they are in it, and what it may have at most', async () => {
  const { send, instructor, of } = await startClass();
  expect((await send('GET', of(), instructor)).json).toMatchObject({
    role: 'instructor',
    learnerCount: 0,
    mostLimits: { memoryMib: 2048, cpus: 1.5 },
  });
  expect((await send('GET', '/api/classes', instructor)).json).toMatchObject({ mayCreate: true });
});

test('an admin runs every class, without being in it', async () => {
  const { started, send, of } = await startClass();
  const cookie = await becomeStaff(started, { role: 'admin' });
  const { classes } = learnerClassesSchema.parse((await send('GET', '/api/classes', cookie)).json);
  expect(classes).toMatchObject([{ name: 'Monday', role: 'instructor', ownName: null }]);
  expect((await send('PUT', of(), cookie, { ...settings, name: 'Tuesday' })).json).toMatchObject({
    name: 'Tuesday',
    role: 'instructor',
  });
});

test('an assistant comes by a one-time link, makes an account and may help, but not run the class', async () => {
  const { url, send, instructor, of, roster } = await startClass();
  const made = await send('POST', of('/invitations'), instructor, { role: 'assistant' });
  const token = new URL((made.json as { url: string }).url).hash.slice(1);
  const look = await send('POST', '/api/invite', undefined, { token });
  expect(look.json).toEqual({ role: 'learner', inClass: { name: 'Monday', role: 'assistant' } });
  const account = { name: 'Al', email: 'al@example.org', password: PASSWORD, invite: token };
  const assistant = cookiesOf(await post(`${url}/api/account`, account));
  expect(await roster()).toContainEqual(expect.objectContaining({ name: 'Al', role: 'assistant' }));
  expect((await send('GET', of('/roster'), assistant)).status).toBe(200);
  expect((await send('POST', of('/invitations'), assistant, { role: 'assistant' })).status).toBe(403);
  expect((await send('POST', '/api/classes', assistant, { ...settings, ownName: 'Al' })).status).toBe(403);
  expect((await send('POST', '/api/invite', undefined, { token })).status).toBe(410);
  await send('POST', of('/archive'), instructor, { isArchived: true });
  expect((await send('POST', of('/invitations'), instructor, { role: 'assistant' })).error?.code).toBe(
    'class-archived',
  );
});
