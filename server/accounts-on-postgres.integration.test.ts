import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { expect, test } from 'vitest';
import { accountViewSchema } from '../src/shared/account-views.ts';
import { createAccountReset } from './account-reset.ts';
import { betterAuthOptions } from './accounts/better-auth-options.ts';
import { becomeStaff, cookiesOf, PASSWORD, post, startApp } from './app-under-test.ts';
import { createPostgresStore } from './storage/postgres-store.ts';
import { createTestDatabase } from './storage/test-databases.ts';

const now = () => new Date();
const EMAIL = 'instructor@example.org';

test('in PostgreSQL the tables of accounts are what the library wants: it would add nothing', async () => {
  await using database = await createTestDatabase();
  await using store = await createPostgresStore({ url: database.url, now });
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

test('accounts work in PostgreSQL: made by an invitation, signed in, locked, given a new password, signed out everywhere', async () => {
  await using database = await createTestDatabase();
  await using store = await createPostgresStore({ url: database.url, now });
  const app = await startApp({ store });
  const { url, config } = app;
  const first = await becomeStaff(app);
  const signIn = (password: string) => post(`${url}/api/sign-in`, { email: EMAIL, password });
  const second = cookiesOf(await signIn(PASSWORD));
  const ask = (cookie: string) => fetch(`${url}/api/account`, { headers: { cookie } });
  const account = accountViewSchema.parse(await (await ask(second)).json());
  expect(account).toMatchObject({ name: 'Ada', email: EMAIL, role: 'instructor', hasPassword: true });
  expect(account.sessions).toHaveLength(2);

  const wrong = [];
  for (let count = 0; count < 6; count += 1) wrong.push((await signIn(`wrong password ${count}`)).status);
  expect(wrong).toEqual([401, 401, 401, 401, 401, 429]);

  const token = new URL((await createAccountReset(store, config, EMAIL)) ?? '').hash.slice(1);
  expect((await post(`${url}/api/password-reset`, { token, newPassword: 'lantern grape seven' })).status).toBe(204);
  expect([(await ask(first)).status, (await ask(second)).status]).toEqual([401, 401]);
});
