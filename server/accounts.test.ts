import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { accountViewSchema } from '../src/shared/account-views.ts';
import { closeCodes } from '../src/shared/protocol/index.ts';
import { learnerMeSchema } from '../src/shared/views.ts';
import { createAccountReset } from './account-reset.ts';
import { betterAuthOptions } from './accounts/better-auth-options.ts';
import { becomeStaff, connect, cookiesOf, newCookie, openSocket, PASSWORD, post, startApp } from './app-under-test.ts';
import { hashInviteToken } from './domain/invite.ts';
import { createFirstInviteUrl, createInviteUrl } from './invite-links.ts';
import { createSqliteStore } from './storage/sqlite-store.ts';

const EMAIL = 'instructor@example.org';

// A password's hash takes its time, and many at once take theirs.
vi.setConfig({ testTimeout: 30_000 });

async function me(url: string, cookie: string) {
  return learnerMeSchema.parse(await (await fetch(`${url}/api/me`, { headers: { cookie } })).json());
}

async function account(url: string, cookie: string) {
  return accountViewSchema.parse(await (await fetch(`${url}/api/account`, { headers: { cookie } })).json());
}

async function codeOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { error?: { code?: string } }).error?.code;
}

test('the tables of accounts are what the library wants: it would add nothing', async () => {
  await using store = await createSqliteStore({ file: ':memory:', now: () => new Date() });
  const options = betterAuthOptions({
    database: store.database,
    secret: '0f'.repeat(32),
    publicUrl: new URL('http://localhost:1'),
    isOwnOrigin: () => false,
    oidc: undefined,
    personFor: () => Promise.reject(new Error('nobody')),
    onPasswordReset: async () => {},
    onError: () => {},
  });
  const { toBeCreated, toBeAdded } = await getMigrations(betterAuth(options).options);
  expect([toBeCreated, toBeAdded]).toEqual([[], []]);
});

test('an invitation makes one account what it says, and a guest keeps what they have done', async () => {
  const app = await startApp();
  const { url, store, config } = app;
  const guest = await newCookie(url);
  const token = new URL(await createInviteUrl(store, config.publicUrl, 'admin')).hash.slice(1);
  expect(await (await post(`${url}/api/invite`, { token })).json()).toEqual({ role: 'admin' });

  const person = { name: 'Ada', email: 'Ada@Example.org', password: PASSWORD, invite: token };
  expect((await post(`${url}/api/account`, person, { origin: 'http://evil.example' })).status).toBe(403);
  expect((await fetch(`${url}/api/account`, { method: 'POST', body: '{}' })).status).toBe(403);
  expect(await codeOf(await post(`${url}/api/account`, { ...person, invite: undefined }))).toBe('invite-needed');
  expect(await codeOf(await post(`${url}/api/account`, { ...person, password: 'password1234' }))).toBe(
    'password-refused',
  );
  expect((await post(`${url}/api/account`, { ...person, email: 'nobody' })).status).toBe(400);
  for (const name of ['', ' ', 'Ada\nadmin', 'Ada \u202eenimda', 'x'.repeat(61)]) {
    expect((await post(`${url}/api/account`, { ...person, name })).status, name).toBe(400);
  }

  const made = await post(`${url}/api/account`, person, { cookie: guest });
  expect(made.status).toBe(204);
  const cookie = cookiesOf(made);
  expect(await me(url, cookie)).toMatchObject({ role: 'admin', account: { name: 'Ada', email: 'ada@example.org' } });
  const guestId = /=([0-9a-f]{32})/.exec(guest)?.[1];
  const { rows } = await store.database.db
    .selectFrom('user')
    .select(['learnerId'])
    .execute()
    .then((found) => ({ rows: found }));
  expect(rows).toEqual([{ learnerId: guestId }]);

  expect(await codeOf(await post(`${url}/api/account`, { ...person, email: 'ben@example.org' }))).toBe(
    'invite-invalid',
  );
  expect(await codeOf(await post(`${url}/api/invite`, { token }))).toBe('invite-invalid');
  // Whoever has an account is known by its sessions alone, and gives the browser back as a new guest.
  expect((await fetch(`${url}/api/capacity`, { headers: { cookie: guest } })).status).toBe(401);
  expect(await me(url, guest)).toMatchObject({ role: 'learner', isNew: true });
});

test('by the cookie alone everybody is a learner, whatever their row says', async () => {
  const { url, store } = await startApp();
  const cookie = await newCookie(url);
  // As an installation left it that had no accounts yet.
  await store.database.db.updateTable('learner').set({ role: 'admin' }).execute();
  expect(await me(url, cookie)).toEqual({ role: 'learner', exercises: [], classes: [], expiry: null });
  expect((await fetch(`${url}/api/capacity`, { headers: { cookie } })).status).toBe(401);
});

test('a guest who signs in to an account stays a guest of that browser, and is one again afterwards', async () => {
  const app = await startApp();
  const { url, store } = app;
  await becomeStaff(app);
  const guest = await newCookie(url);
  const id = /=([0-9a-f]{32})/.exec(guest)?.[1];
  const session = cookiesOf(await post(`${url}/api/sign-in`, { email: EMAIL, password: PASSWORD }, { cookie: guest }));
  const both = `${guest}; ${session}`;
  expect(await me(url, both)).toMatchObject({ role: 'instructor' });
  const users = await store.database.db.selectFrom('user').select('learnerId').execute();
  expect(users).not.toEqual([{ learnerId: id }]);
  await post(`${url}/api/sign-out`, {}, { cookie: both });
  const after = await me(url, both);
  expect(after).toMatchObject({ role: 'learner' });
  expect(after).not.toHaveProperty('isNew');
});

test('two who bring the same invitation at the same time: one becomes it, and the other has no account', async () => {
  const { url, store, config } = await startApp();
  const invite = new URL(await createInviteUrl(store, config.publicUrl, 'instructor')).hash.slice(1);
  const answers = await Promise.all(
    ['ada', 'ben'].map((name) =>
      post(`${url}/api/account`, { name, email: `${name}@example.org`, password: PASSWORD, invite }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 410]);
  expect(await store.database.db.selectFrom('user').select('name').execute()).toHaveLength(1);
});

test('the first link makes an admin, until there is one', async () => {
  const { url, store, config } = await startApp();
  const first = await createFirstInviteUrl(store, config.publicUrl);
  expect(first).toContain('/invite/#');
  expect(await createFirstInviteUrl(store, config.publicUrl)).toBeUndefined();
  const invite = new URL(first ?? '').hash.slice(1);
  const person = { name: 'Ada', email: EMAIL, password: PASSWORD, invite };
  expect(await me(url, cookiesOf(await post(`${url}/api/account`, person)))).toMatchObject({ role: 'admin' });
  expect(await createFirstInviteUrl(store, config.publicUrl)).toBeUndefined();
});

test('signing in gives a new session that no page reads, and out ends it', async () => {
  const app = await startApp();
  const { url } = app;
  const first = await becomeStaff(app);
  const wrong = await post(`${url}/api/sign-in`, { email: EMAIL, password: 'not the password' });
  const nobody = await post(`${url}/api/sign-in`, { email: 'nobody@example.org', password: 'not the password' });
  expect([wrong.status, nobody.status]).toEqual([401, 401]);
  expect(await wrong.json()).toEqual(await nobody.json());
  expect(cookiesOf(wrong)).toBe('');

  // Whoever sets a session into a browser beforehand has another one than its owner afterwards.
  const signedIn = await post(`${url}/api/sign-in`, { email: EMAIL, password: PASSWORD }, { cookie: first });
  expect(signedIn.status).toBe(204);
  const set = signedIn.headers.getSetCookie();
  expect(set).toHaveLength(1);
  expect(set[0]).toMatch(/^drydock\.session_token=.*; Path=\/; HttpOnly; SameSite=Lax$/);
  const cookie = cookiesOf(signedIn);
  expect(cookie).not.toBe(first);
  expect(await me(url, cookie)).toMatchObject({ role: 'instructor' });
  expect(await me(url, `${cookie}x`)).toMatchObject({ role: 'learner', isNew: true });

  expect((await post(`${url}/api/sign-out`, {}, { cookie })).status).toBe(204);
  expect(await me(url, cookie)).toMatchObject({ role: 'learner', isNew: true });
  expect(await me(url, first)).toMatchObject({ role: 'instructor' });
});

test('on HTTPS a page on a subdomain can set no cookie of the platform', async () => {
  const app = await startApp({ env: { DRYDOCK_PUBLIC_URL: 'https://learn.example.org' } });
  const { request } = await import('node:http');
  const invite = new URL(await createInviteUrl(app.store, app.config.publicUrl, 'instructor')).hash.slice(1);
  const body = JSON.stringify({ name: 'Ada', email: EMAIL, password: PASSWORD, invite });
  const headers = {
    host: 'learn.example.org',
    origin: 'https://learn.example.org',
    'content-type': 'application/json',
  };
  const set = await new Promise<readonly string[] | undefined>((resolve, reject) => {
    request(`${app.url}/api/account`, { method: 'POST', headers }, (response) =>
      resolve(response.headers['set-cookie']),
    )
      .on('error', reject)
      .end(body);
  });
  expect(set).toHaveLength(1);
  expect(set?.[0]).toMatch(/^__Host-drydock\.session_token=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
});

test('after five wrong passwords none is looked at for a time, whether there is such an account or not', async () => {
  const app = await startApp();
  const { url, store } = app;
  await becomeStaff(app);
  for (const email of [EMAIL, 'nobody@example.org']) {
    const tries = [];
    for (let count = 0; count < 6; count += 1) {
      tries.push((await post(`${url}/api/sign-in`, { email, password: `wrong password ${count}` })).status);
    }
    expect(tries, email).toEqual([401, 401, 401, 401, 401, 429]);
  }
  const locked = await post(`${url}/api/sign-in`, { email: EMAIL, password: PASSWORD });
  expect(await locked.json()).toMatchObject({
    error: { code: 'sign-in-locked', message: expect.stringContaining('for a minute') },
  });
  // Time passes.
  await store.database.db.updateTable('sign_in_lock').set({ locked_until: '' }).execute();
  expect((await post(`${url}/api/sign-in`, { email: EMAIL, password: PASSWORD })).status).toBe(204);
  expect((await post(`${url}/api/sign-in`, { email: EMAIL, password: 'wrong again here' })).status).toBe(401);
});

test('whoever has tried until none is looked at signs in with the password that a link has set', async () => {
  const app = await startApp();
  const { url, store, config } = app;
  await becomeStaff(app);
  for (let count = 0; count < 6; count += 1) {
    await post(`${url}/api/sign-in`, { email: EMAIL, password: `wrong password ${count}` });
  }
  const token = new URL((await createAccountReset(store, config, EMAIL)) ?? '').hash.slice(1);
  const newPassword = 'lantern grape seven';
  await post(`${url}/api/password-reset`, { token, newPassword });
  expect((await post(`${url}/api/sign-in`, { email: EMAIL, password: newPassword })).status).toBe(204);
});

test('one address signs in sixty times a minute at most, whatever it says of where it is', async () => {
  const { url, store } = await startApp();
  const statuses = [];
  for (let count = 0; count < 61; count += 1) {
    const person = { email: `no address ${count}`, password: PASSWORD };
    const headers = { 'x-forwarded-for': `10.0.0.${count}`, 'x-drydock-address': `10.0.0.${count}` };
    statuses.push((await post(`${url}/api/sign-in`, person, headers)).status);
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(60);
  expect(statuses.at(-1)).toBe(429);
  // What was refused has left nothing behind.
  expect(await store.database.db.selectFrom('sign_in_lock').select('at').execute()).toHaveLength(60);
});

test('an account knows its sessions, ends one or all of them, and their sockets close', async () => {
  const app = await startApp();
  const { url } = app;
  const here = await becomeStaff(app);
  const there = cookiesOf(
    await post(
      `${url}/api/sign-in`,
      { email: EMAIL, password: PASSWORD },
      { 'user-agent': 'Firefox/140.0 (X11; Linux)' },
    ),
  );
  const { sessions, ...rest } = await account(url, here);
  expect(rest).toEqual({
    name: 'Ada',
    email: EMAIL,
    role: 'instructor',
    hasPassword: true,
    provider: null,
    passkeys: [],
  });
  expect(sessions.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
  const other = sessions.find(({ isCurrent }) => !isCurrent);
  const pages = { here: await openSocket(url, here), there: await openSocket(url, there) };
  expect(other?.device).toBe('Firefox on Linux');

  expect((await post(`${url}/api/account/sessions/end`, { id: other?.id }, { cookie: here })).status).toBe(204);
  expect(await pages.there.closed).toBe(closeCodes.signedOut);
  expect(await connect(url, { origin: url, cookie: there })).toBe(401);
  expect(await me(url, there)).toMatchObject({ role: 'learner' });
  expect(await me(url, here)).toMatchObject({ role: 'instructor' });
  expect(pages.here.socket.readyState).toBe(WebSocket.OPEN);

  expect((await post(`${url}/api/account/sign-out-everywhere`, {}, { cookie: here })).status).toBe(204);
  expect(await pages.here.closed).toBe(closeCodes.signedOut);
  expect((await fetch(`${url}/api/account`, { headers: { cookie: here } })).status).toBe(401);
});

test('what has ended goes, and takes no room', async () => {
  const app = await startApp();
  const { db } = app.store.database;
  const cookie = await becomeStaff(app);
  await becomeStaff(app, { email: 'ben@example.org' });
  await createAccountReset(app.store, app.config, EMAIL);
  await fetch(`${app.url}/api/auth/passkey/generate-authenticate-options`);
  const past = '2020-01-01T00:00:00.000Z';
  const [first] = await db.selectFrom('session').select('id').orderBy('createdAt').execute();
  await db.updateTable('session').set({ expiresAt: past }).where('id', '!=', first?.['id']).execute();
  await db.updateTable('verification').set({ expiresAt: past }).execute();
  await db.updateTable('rateLimit').set({ lastRequest: 1 }).execute();
  await app.tidyAccounts();
  const left = async (table: string) => (await db.selectFrom(table).select('id').execute()).length;
  expect([await left('session'), await left('verification'), await left('rateLimit')]).toEqual([1, 0, 0]);
  expect(await me(app.url, cookie)).toMatchObject({ role: 'instructor' });
});

test('nobody ends a session of another account', async () => {
  const app = await startApp();
  const ada = await becomeStaff(app);
  const ben = await becomeStaff(app, { email: 'ben@example.org' });
  const { sessions } = await account(app.url, ada);
  await post(`${app.url}/api/account/sessions/end`, { id: sessions[0]?.id }, { cookie: ben });
  expect((await account(app.url, ada)).sessions).toHaveLength(1);
});

test('a new password needs the old one, ends all other sessions, and is the only one from then on', async () => {
  const app = await startApp();
  const { url } = app;
  const here = await becomeStaff(app);
  const there = cookiesOf(await post(`${url}/api/sign-in`, { email: EMAIL, password: PASSWORD }));
  const change = (currentPassword: string, newPassword: string) =>
    post(`${url}/api/account/password`, { currentPassword, newPassword }, { cookie: here });
  expect(await codeOf(await change('not the password', 'lantern grape seven'))).toBe('sign-in-failed');
  expect(await codeOf(await change(PASSWORD, 'short'))).toBe('password-refused');
  const changed = await change(PASSWORD, 'lantern grape seven');
  expect(changed.status).toBe(204);
  expect(await me(url, there)).toMatchObject({ role: 'learner' });
  expect(await me(url, cookiesOf(changed))).toMatchObject({ role: 'instructor' });
  expect((await post(`${url}/api/sign-in`, { email: EMAIL, password: PASSWORD })).status).toBe(401);
  expect((await post(`${url}/api/sign-in`, { email: EMAIL, password: 'lantern grape seven' })).status).toBe(204);
});

test('a reset’s link sets a password once, ends all sessions, and can’t be read from the store', async () => {
  const app = await startApp();
  const { url, store, config } = app;
  const cookie = await becomeStaff(app);
  expect(await createAccountReset(store, config, 'nobody@example.org')).toBeUndefined();
  const token = new URL((await createAccountReset(store, config, ' Instructor@example.org')) ?? '').hash.slice(1);
  const kept = JSON.stringify(await store.database.db.selectFrom('verification').selectAll().execute());
  expect(kept).not.toContain(token);
  const reset = (body: object) => post(`${url}/api/password-reset`, body);
  expect(await codeOf(await reset({ token, newPassword: 'short' }))).toBe('password-refused');
  expect(await codeOf(await reset({ token: `${token}x`, newPassword: 'lantern grape seven' }))).toBe('reset-invalid');
  expect((await reset({ token, newPassword: 'lantern grape seven' })).status).toBe(204);
  expect(await codeOf(await reset({ token, newPassword: 'another grape seven' }))).toBe('reset-invalid');
  expect(await me(url, cookie)).toMatchObject({ role: 'learner' });
  expect((await post(`${url}/api/sign-in`, { email: EMAIL, password: 'lantern grape seven' })).status).toBe(204);
});

test('an admin makes a link for a forgotten password; nobody else does', async () => {
  const app = await startApp();
  const admin = await becomeStaff(app, { role: 'admin' });
  const instructor = await becomeStaff(app, { email: 'ines@example.org' });
  const make = (email: string, cookie: string) => post(`${app.url}/api/password-resets`, { email }, { cookie });
  expect((await make(EMAIL, instructor)).status).toBe(403);
  expect((await make(EMAIL, '')).status).toBe(401);
  const unknown = await make('nobody@example.org', admin);
  expect(unknown.status).toBe(404);
  expect(await codeOf(unknown)).toBe('account-unknown');
  const made = await make(' Ines@example.org', admin);
  expect(made.status).toBe(201);
  expect(made.headers.get('cache-control')).toBe('no-store');
  const { url } = (await made.json()) as { url: string };
  expect(new URL(url).pathname).toBe('/new-password/');
  const token = new URL(url).hash.slice(1);
  const newPassword = 'lantern grape seven';
  expect((await post(`${app.url}/api/password-reset`, { token, newPassword })).status).toBe(204);
  const signedIn = await post(`${app.url}/api/sign-in`, { email: 'ines@example.org', password: newPassword });
  expect(signedIn.status).toBe(204);
});

test('accounts and sessions outlive the server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-accounts-'));
  try {
    const file = join(folder, 'drydock.sqlite');
    let cookie: string;
    {
      await using store = await createSqliteStore({ file, now: () => new Date() });
      cookie = await becomeStaff(await startApp({ store }));
    }
    await using store = await createSqliteStore({ file, now: () => new Date() });
    const { url } = await startApp({ store });
    expect(await me(url, cookie)).toMatchObject({ role: 'instructor' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an account that is signed in uses an invitation for itself, and loses nothing by a lesser one', async () => {
  const app = await startApp();
  const { url, store, config } = app;
  const token = async (role: 'admin' | 'instructor') =>
    new URL(await createInviteUrl(store, config.publicUrl, role)).hash.slice(1);
  const guest = await newCookie(url);
  expect((await post(`${url}/api/invite/redeem`, { token: await token('admin') }, { cookie: guest })).status).toBe(401);
  const cookie = await becomeStaff(app);
  const redeem = async (role: 'admin' | 'instructor') =>
    (await post(`${url}/api/invite/redeem`, { token: await token(role) }, { cookie })).json();
  expect(await redeem('admin')).toEqual({ role: 'admin' });
  expect(await redeem('instructor')).toEqual({ role: 'admin' });
  expect(await me(url, cookie)).toMatchObject({ role: 'admin' });
});

test('where accounts are open everybody makes one, and is a learner with it', async () => {
  const { url } = await startApp({ env: { DRYDOCK_ACCOUNTS: 'open' } });
  const person = { name: 'Ben', email: 'ben@example.org', password: PASSWORD };
  expect(await (await fetch(`${url}/api/sign-in`)).json()).toEqual({ provider: null, isOpen: true });
  const made = await post(`${url}/api/account`, person);
  expect(await me(url, cookiesOf(made))).toMatchObject({ role: 'learner', account: { name: 'Ben' } });
  expect(await codeOf(await post(`${url}/api/account`, person))).toBe('email-taken');
});

test('nothing else of the accounts’ library can be reached', async () => {
  const app = await startApp({ env: { DRYDOCK_ACCOUNTS: 'open' } });
  const cookie = await becomeStaff(app);
  for (const path of [
    'sign-up/email',
    'update-user',
    'delete-user',
    'change-email',
    'verify-email',
    'request-password-reset',
  ]) {
    expect((await post(`${app.url}/api/auth/${path}`, {}, { cookie })).status, path).toBe(404);
  }
  for (const path of ['get-session', 'list-sessions', 'list-accounts', 'ok', 'error', 'passkey/list-user-passkeys']) {
    expect((await fetch(`${app.url}/api/auth/${path}`, { headers: { cookie } })).status, path).toBe(404);
  }
});

test('a passkey is begun by an account that signed in today, or for a new account that may be made', async () => {
  const app = await startApp();
  const { url, store, config } = app;
  const cookie = await becomeStaff(app);
  const options = (headers: Record<string, string>) =>
    fetch(`${url}/api/auth/passkey/generate-register-options`, { headers });
  const begun = await options({ cookie });
  expect(await begun.json()).toMatchObject({ rp: { id: 'localhost' }, user: { name: EMAIL } });
  expect((await options({})).status).toBe(401);
  // What was begun by an account is of no use without its session.
  const nobody = await post(
    `${url}/api/auth/passkey/verify-registration`,
    { response: {}, name: 'Key' },
    { cookie: cookiesOf(begun) },
  );
  expect(nobody.status).toBe(401);
  const yesterday = new Date(Date.now() - 25 * 60 * 60_000).toISOString();
  await store.database.db.updateTable('session').set({ createdAt: yesterday }).execute();
  expect(await codeOf(await options({ cookie }))).toBe('sign-in-stale');

  const person = { name: 'Ben', email: 'ben@example.org' };
  const begin = (body: object, headers = {}) => post(`${url}/api/account/passkey-options`, body, headers);
  expect(await codeOf(await begin(person))).toBe('invite-needed');
  const invite = new URL(await createInviteUrl(store, config.publicUrl, 'instructor')).hash.slice(1);
  expect(await codeOf(await begin({ ...person, invite: 'x' }))).toBe('invite-invalid');
  expect(await codeOf(await begin({ ...person, email: EMAIL, invite }))).toBe('email-taken');
  expect(await codeOf(await begin({ ...person, invite }, { cookie }))).toBe('bad-request');
  const asked = await begin({ ...person, invite });
  expect(await asked.json()).toMatchObject({ user: { name: 'ben@example.org', displayName: 'Ben' } });
  const forged = await post(`${url}/api/account/passkey`, { response: {}, invite }, { cookie: cookiesOf(asked) });
  expect(await codeOf(forged)).toBe('passkey-failed');
  expect(await codeOf(await post(`${url}/api/account/passkey`, { response: {}, invite }))).toBe('passkey-failed');
  expect(await store.openInvite(hashInviteToken(invite))).toEqual({ role: 'instructor' });
});

test('an admin makes links for instructors and admins; nobody else does', async () => {
  const app = await startApp();
  const admin = await becomeStaff(app, { role: 'admin' });
  const made = await post(`${app.url}/api/invitations`, { role: 'instructor' }, { cookie: admin });
  expect(made.status).toBe(201);
  const { url } = (await made.json()) as { url: string };
  const token = new URL(url).hash.slice(1);
  expect(await (await post(`${app.url}/api/invite`, { token })).json()).toEqual({ role: 'instructor' });
  const instructor = await becomeStaff(app, { email: 'ines@example.org' });
  expect((await post(`${app.url}/api/invitations`, { role: 'admin' }, { cookie: instructor })).status).toBe(403);
  expect((await post(`${app.url}/api/invitations`, { role: 'learner' }, { cookie: admin })).status).toBe(400);
});
