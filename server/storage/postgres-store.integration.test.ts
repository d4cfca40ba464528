import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';
import { pass } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import { classContract } from './class-contract.ts';
import { classLogContract } from './class-log-contract.ts';
import { StoreError } from './errors.ts';
import { helpContract } from './help-contract.ts';
import { migrationContract } from './migration-contract.ts';
import { migrations } from './migrations.ts';
import { peopleContract } from './people-contract.ts';
import { connectPostgres } from './postgres-connection.ts';
import { createPostgresStore, postgresHasStore } from './postgres-store.ts';
import { recordContract } from './record-contract.ts';
import { rosterContract } from './roster-contract.ts';
import { storeContract } from './store-contract.ts';
import { createTestDatabase, type TestDatabase } from './test-databases.ts';
import { inPostgres } from './test-stores.ts';

const now = () => new Date('2026-01-02T03:04:05Z');
const ada = learnerIdSchema.parse('a'.repeat(32));
const open = ({ url }: TestDatabase) => createPostgresStore({ url, now });

/** With the newest schema: copying it is quicker than making it. */
let template: TestDatabase;

beforeAll(async () => {
  template = await createTestDatabase();
  await open(template).then((store) => store[Symbol.asyncDispose]());
});

afterAll(() => template[Symbol.asyncDispose]());

for (const contract of [storeContract, classContract, rosterContract, classLogContract, recordContract, helpContract])
  contract('in PostgreSQL', inPostgres(now));

peopleContract('in PostgreSQL', async (use) => {
  await using database = await createTestDatabase(template.name);
  let at = now().getTime();
  await using store = await createPostgresStore({ url: database.url, now: () => new Date(at) });
  await use(store, (ms) => {
    at += ms;
  });
});

migrationContract('PostgreSQL', async (use) => {
  await using database = await createTestDatabase();
  await use({
    open: (upTo) => createPostgresStore({ url: database.url, now, ...(upTo === undefined ? {} : { upTo }) }),
    query: database.query,
    tables: "select tablename as name from pg_tables where schemaname = 'public'",
  });
});

test('processes that start at once make one store, and each has it', async () => {
  await using database = await createTestDatabase();
  await using all = new AsyncDisposableStack();
  const stores = await Promise.all(Array.from({ length: 5 }, () => open(database)));
  for (const store of stores) all.use(store);
  const installations = await Promise.all(stores.map((store, index) => store.once('installation', () => `${index}`)));
  expect(new Set(installations).size).toBe(1);
  expect(await database.query('select count(*)::int as n from kysely_migration group by name')).toEqual(
    Object.keys(migrations).map(() => ({ n: 1 })),
  );
});

test('neither log can be changed, shortened or emptied', async () => {
  await using database = await createTestDatabase(template.name);
  await using store = await open(database);
  await store.createLearner({ id: ada, role: 'learner' });
  const at = now().toISOString();
  await store.appendAttempt({ learnerId: ada, exercise: 'x', task: 't', verdict: pass(), at });
  await store.appendDeed({ learnerId: ada, kind: 'try', exercise: 'x', at });
  for (const log of ['attempt', 'deed']) {
    for (const change of [`update ${log} set at = ''`, `delete from ${log}`, `truncate ${log}`]) {
      await expect(database.query(change), change).rejects.toThrow(`${log}s are append-only`);
    }
  }
  expect(await store.attempts(ada)).toHaveLength(1);
});

test('an attempt is not numbered before the ones that began earlier can be seen', async () => {
  await using database = await createTestDatabase(template.name);
  await using store = await open(database);
  await store.createLearner({ id: ada, role: 'learner' });
  const slow = new pg.Client({ connectionString: database.url });
  await using _closing = { [Symbol.asyncDispose]: () => slow.end() };
  await slow.connect();
  await slow.query('begin');
  await slow.query(
    `insert into attempt (learner_id, exercise, task, verdict, at) values ('${ada}', 'x', 'slow', '{"kind":"pass"}', '')`,
  );
  let isKept = false;
  const quick = store
    .appendAttempt({ learnerId: ada, exercise: 'x', task: 'quick', verdict: pass(), at: '' })
    .then(() => {
      isKept = true;
    });
  const waiting = "select 1 from pg_locks where locktype = 'advisory' and not granted";
  while ((await database.query(waiting)).length === 0) await turn();
  expect(isKept).toBe(false);
  expect(await store.attempts(ada)).toEqual([]);
  await slow.query('commit');
  await quick;
  expect((await store.attempts(ada)).map(({ task }) => task)).toEqual(['slow', 'quick']);
});

test('counts and sequences are numbers, and text is in the order of its bytes, as in SQLite', async () => {
  await using database = await createTestDatabase(template.name);
  const db = connectPostgres(database.url, { max: 1, statement_timeout: 0 });
  await using _closing = { [Symbol.asyncDispose]: () => db.destroy() };
  const { rows } =
    await sql`select count(*) as count, sum(9007199254740991::bigint) as sum, null::bigint as none`.execute(db);
  expect(rows).toEqual([{ count: 1, sum: 9007199254740991, none: null }]);
  for (const key of ['b', 'B', 'a', 'ä', 'a-c', 'ab'])
    await db.insertInto('setting').values({ key, value: '' }).execute();
  const keys = await db.selectFrom('setting').select('key').orderBy('key').execute();
  expect(keys.map(({ key }) => key)).toEqual(['B', 'a', 'a-c', 'ab', 'b', 'ä']);
});

test('what is acknowledged is on the disk, also where the database is told not to wait', async () => {
  await using database = await createTestDatabase(template.name);
  await database.query(`alter database ${database.name} set synchronous_commit = off`);
  const db = connectPostgres(database.url, { max: 1, statement_timeout: 0 });
  await using _closing = { [Symbol.asyncDispose]: () => db.destroy() };
  expect((await sql`show synchronous_commit`.execute(db)).rows).toEqual([{ synchronous_commit: 'on' }]);
  expect((await sql`show fsync`.execute(db)).rows).toEqual([{ fsync: 'on' }]);
});

test('a store whose connections were cut is back with the next question', async () => {
  await using database = await createTestDatabase(template.name);
  await using store = await open(database);
  await store.createLearner({ id: ada, role: 'learner' });
  await database.query(
    'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  expect(await store.learner(ada)).toEqual({ id: ada, role: 'learner' });
});

test('a store that nobody asks stays connected', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await using database = await createTestDatabase(template.name);
  const db = connectPostgres(database.url, { max: 1, statement_timeout: 0 });
  await using _closing = { [Symbol.asyncDispose]: () => db.destroy() };
  const connection = async () => (await sql`select pg_backend_pid() as id`.execute(db)).rows;
  const before = await connection();
  vi.advanceTimersByTime(60 * 60_000);
  expect(await connection()).toEqual(before);
});

test('a database that can only be read does not answer the probe', async () => {
  await using database = await createTestDatabase(template.name);
  await database.query(`alter database ${database.name} set default_transaction_read_only = on`);
  await using store = await open(database);
  await expect(store.probe()).rejects.toThrow(/read-only/);
});

test('one asks whether there is a store without making one', async () => {
  await using database = await createTestDatabase();
  expect(await postgresHasStore(database.url)).toBe(false);
  expect(await database.query('select 1 from pg_tables where schemaname = current_schema()')).toEqual([]);
  await open(database).then((store) => store[Symbol.asyncDispose]());
  expect(await postgresHasStore(database.url)).toBe(true);
});

test('a user who may not make tables is told so', async () => {
  await using database = await createTestDatabase();
  const visitor = `visitor_of_${database.name}`;
  await database.query(`create role ${visitor} login password 'opensesame'`);
  const url = database.url.replace(/\/\/[^@]+@/, `//${visitor}:opensesame@`);
  const error: unknown = await createPostgresStore({ url, now }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreError);
  expect(String(error)).toMatch(/this user may not make tables there/);
});

test('a database with another program’s tables is refused, and stays as it is', async () => {
  await using database = await createTestDatabase();
  await database.query('create table invoice (number integer)');
  await expect(open(database)).rejects.toThrow(StoreError);
  await expect(open(database)).rejects.toThrow(/has 1 tables of another program. Give Drydock a database of its own/);
  expect(await database.query("select tablename from pg_tables where schemaname = 'public'")).toHaveLength(1);
});

test.each([
  [
    'where nothing listens',
    () => 'postgres://drydock:opensesame@127.0.0.1:9/drydock',
    /drydock at 127.0.0.1:9.*nothing answers/,
  ],
  ['with a name that leads nowhere', () => 'postgres://drydock:opensesame@db.invalid/drydock', /could not be found/],
  ['without a socket', () => 'postgres://drydock:opensesame@/drydock?host=/nowhere', /nothing answers there/],
  ['with a wrong password', () => served('postgres', 'opensesame'), /refuses this user or password/],
  ['without that database', () => inject('postgres').url.replace('/postgres?', '/nothing?'), /has no such database/],
  ['that asks for TLS where there is none', () => `${inject('postgres').url}&sslmode=require`, /TLS was not agreed on/],
])('a database %s is a sentence without the password', async (_what, urlOf, sentence) => {
  const error: unknown = await createPostgresStore({ url: urlOf(), now }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreError);
  expect(String(error)).toMatch(sentence);
  expect(String(error)).toMatch(/DATABASE_URL/);
  expect(String(error)).not.toMatch(/sesame|only.for.tests|only%20for/);
});

function served(database: string, password: string): string {
  return inject('postgres').url.replace(/:[^:@]+@\/postgres/, `:${password}@/${database}`);
}
