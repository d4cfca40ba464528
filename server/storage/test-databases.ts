import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  /** Runs SQL as another program would; resolves with the rows. */
  query(text: string): Promise<readonly Record<string, unknown>[]>;
  /** Takes all rows out of the store's tables, logs too: quicker than another database. */
  empty(): Promise<void>;
}

// As a replica, PostgreSQL asks neither triggers nor foreign keys.
const EMPTY = `
  set session_replication_role = replica;
  do $$ declare item record; begin
    for item in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
    loop execute format('delete from %I', item.tablename); end loop;
  end $$`;

/** An empty PostgreSQL database, or a copy of another that nobody is connected to. It is dropped in the end, whoever is connected to it. */
export async function createTestDatabase(template = 'template0'): Promise<TestDatabase> {
  const { url } = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await ask(url, `create database ${name} template ${template}`);
  const own = url.replace('/postgres?', `/${name}?`);
  return {
    name,
    url: own,
    query: (text) => ask(own, text),
    empty: async () => void (await ask(own, EMPTY)),
    [Symbol.asyncDispose]: async () => void (await ask(url, `drop database ${name} with (force)`)),
  };
}

async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
