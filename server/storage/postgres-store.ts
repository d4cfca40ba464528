import { type Kysely, sql } from 'kysely';
import { StoreError } from './errors.ts';
import { createKyselyStore } from './kysely-store.ts';
import { MIGRATION_TABLE, migrate } from './migrate.ts';
import type { Store } from './port.ts';
import { connectPostgres } from './postgres-connection.ts';
import { explainPostgres, placeOf } from './postgres-errors.ts';
import { postgresDialect } from './sql-dialect.ts';
import type { Tables } from './tables.ts';

/** What one process asks at once; PostgreSQL lets 97 in by default, and several processes share them. */
const MAX_CONNECTIONS = 10;

/** No question of the store's takes a tenth of it. A migration may take as long as it needs. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** A store in a PostgreSQL database, brought up to the newest schema, or for tests to an earlier one. Throws a `StoreError` where it can't be used. */
export async function createPostgresStore(options: { url: string; now: () => Date; upTo?: string }): Promise<Store> {
  const { url, now, upTo } = options;
  try {
    const migrating = connectPostgres(url, { max: 1, statement_timeout: 0 });
    try {
      await refuseForeign(migrating, url);
      await migrate(migrating, { dialect: postgresDialect, place: placeOf(url), upTo });
    } finally {
      await migrating.destroy();
    }
  } catch (error) {
    throw explainPostgres(error, url);
  }
  const db = connectPostgres(url, { max: MAX_CONNECTIONS, statement_timeout: STATEMENT_TIMEOUT_MS });
  return createKyselyStore({ db, dialect: postgresDialect, now });
}

/** Whether there is a store in the database; makes none. Throws a `StoreError` where that can't be asked. */
export async function postgresHasStore(url: string): Promise<boolean> {
  const db = connectPostgres(url, { max: 1, statement_timeout: STATEMENT_TIMEOUT_MS });
  try {
    return (await look(db)).isOurs;
  } catch (error) {
    throw explainPostgres(error, url);
  } finally {
    await db.destroy();
  }
}

interface Found {
  readonly isOurs: boolean;
  readonly tables: number;
}

async function look(db: Kysely<Tables>): Promise<Found> {
  const { rows } = await sql<Found>`
    select to_regclass(${MIGRATION_TABLE}) is not null as "isOurs",
      (select count(*) from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')) as "tables"`.execute(
    db,
  );
  return rows[0] ?? { isOurs: false, tables: 0 };
}

/** Tables beside those of another program would be in its way, and in its backups. */
async function refuseForeign(db: Kysely<Tables>, url: string): Promise<void> {
  const { isOurs, tables } = await look(db);
  if (isOurs || tables === 0) return;
  throw new StoreError(
    `${placeOf(url)} has ${tables} tables of another program. Give Drydock a database of its own (\`createdb drydock\`), and name that in DATABASE_URL.`,
  );
}
