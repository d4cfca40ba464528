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

export interface SqliteStoreOptions {
  /** `:memory:` for none. */
  readonly file: string;
  readonly now: () => Date;
  /** For tests: an earlier schema than the newest. */
  readonly upTo?: string;
  /** For tests: what is acknowledged before it is on the disk. */
  readonly synchronous?: 'OFF';
}

/** A store in one SQLite file, brought up to the newest schema. Throws a `StoreError` where a newer version wrote it. */
export async function createSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { file, now, upTo, synchronous = 'FULL' } = options;
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  await using opening = new AsyncDisposableStack();
  opening.defer(() => void database.close());
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${synchronous}`);
  database.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  // Kysely does neither for SQLite: a migration that is cut off must leave nothing, and of two processes that open a file at once one migrates it.
  database.exec('begin immediate');
  await migrate(db, { dialect: sqliteDialect, place: `The store ${file}`, upTo });
  database.exec('commit');
  opening.move();
  return createKyselyStore({ db, dialect: sqliteDialect, now });
}
