import type { Kysely } from 'kysely';
import type { SqlDialect } from '../sql-dialect.ts';

export async function registryAccount(db: Kysely<unknown>, { text }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('registry_account')
    .addColumn('learner_id', text, (column) => column.primaryKey().references('learner.id'))
    .addColumn('name', text, (column) => column.notNull().unique())
    .addColumn('created_at', text, (column) => column.notNull())
    .execute();
}
