import type { Kysely } from 'kysely';
import type { SqlDialect } from '../sql-dialect.ts';

export async function personalLink(db: Kysely<unknown>, { text }: SqlDialect): Promise<void> {
  await db.schema
    .createTable('personal_link')
    .addColumn('token_hash', text, (column) => column.primaryKey())
    .addColumn('learner_id', text, (column) => column.notNull().unique().references('learner.id'))
    .addColumn('class_id', text, (column) => column.references('class.id'))
    .addColumn('created_at', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('own_id')
    .addColumn('class_id', text, (column) => column.notNull().references('class.id'))
    .addColumn('learner_id', text, (column) => column.notNull().references('learner.id'))
    .addColumn('own_id', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('own_id_is_one', ['class_id', 'learner_id'])
    .execute();
}
