import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StoreError } from './errors.ts';
import { migrations } from './migrations.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** Of these a store knows which migrations it has had. */
export const MIGRATION_TABLE = 'kysely_migration';

/**
 * Brings a database up to the newest schema, or for tests to an earlier one. Of several processes that do so at once, one does it and the others wait.
 * Throws a `StoreError` where a newer Drydock wrote it. `place` names the database in errors.
 */
export async function migrate<T>(
  db: Kysely<T>,
  options: { readonly dialect: SqlDialect; readonly place: string; readonly upTo: string | undefined },
): Promise<void> {
  const { dialect, place, upTo } = options;
  const provider = {
    getMigrations: async () =>
      Object.fromEntries(
        Object.entries(migrations).map(([name, up]) => [name, { up: (to: Kysely<unknown>) => up(to, dialect) }]),
      ),
  };
  const migrator = new Migrator({ db, provider });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error === undefined) return;
  const unknown = unknownMigrations(await migrationsOf(db).catch(() => []));
  if (unknown.length > 0) throw new StoreError(explainNewer(place, unknown), { cause: error });
  const why = error instanceof Error ? error.message : String(error);
  throw new Error(`${place} could not be brought up to date: ${why}`, { cause: error });
}

async function migrationsOf<T>(db: Kysely<T>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(db);
  return rows.map(({ name }) => name);
}

/** Those that this version of Drydock does not know. */
export function unknownMigrations(names: readonly string[]): readonly string[] {
  return names.filter((name) => !Object.hasOwn(migrations, name));
}

export function explainNewer(place: string, unknown: readonly string[]): string {
  return `${place} was written by a newer Drydock, or by another program: it has had ${unknown.join(', ')}, which this version does not know. Nothing was changed. Use the version that wrote it.`;
}
