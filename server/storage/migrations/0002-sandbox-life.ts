import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../sql-dialect.ts';

export async function sandboxLife(db: Kysely<unknown>, { text, now }: SqlDialect): Promise<void> {
  await db.schema
    .alterTable('sandbox')
    .addColumn('generation', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable('sandbox')
    .addColumn('last_used_at', text, (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema.alterTable('sandbox').addColumn('expired_at', text).execute();
  // Nobody noted the use of those that are there. From now on it counts, so that none of them goes without a warning.
  await sql`update sandbox set last_used_at = ${now}`.execute(db);
}
