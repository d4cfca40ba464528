import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { createKyselyStore } from './kysely-store.ts';
import { migrate } from './migrate.ts';
import type { Store } from './port.ts';
import { sqliteDialect } from './sql-dialect.ts';
import type { Tables } from './tables.ts';

/** How long a write waits for another process's, in ms: longer than any transaction here takes. */
const BUSY_TIMEOUT_MS = 5_000;

/** A store in one SQLite file (`:memory:` for none), brought up to the newest schema, or for tests to an earlier one. */
export async function createSqliteStore(options: { file: string; now: () => Date; upTo?: string }): Promise<Store> {
  const { file, now, upTo } = options;
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  await using opening = new AsyncDisposableStack();
  opening.defer(() => void database.close());
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  await migrate(db, { dialect: sqliteDialect, place: file, upTo });
  opening.move();
  return createKyselyStore({ db, dialect: sqliteDialect, now });
}
