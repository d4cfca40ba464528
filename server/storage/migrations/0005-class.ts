import type { Kysely } from 'kysely';
import type { SqlDialect } from '../sql-dialect.ts';

export async function classes(db: Kysely<unknown>, dialect: SqlDialect): Promise<void> {
  const { text } = dialect;
  await db.schema
    .createTable('class')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('course', text, (column) => column.notNull())
    .addColumn('code', text, (column) => column.notNull().unique())
    .addColumn('starts_on', text)
    .addColumn('ends_on', text)
    .addColumn('limits', text)
    .addColumn('internet', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('archived_at', text)
    .execute();
  await db.schema
    .createTable('membership')
    .addColumn('sequence', ...dialect.sequence)
    .addColumn('class_id', text, (column) => column.notNull().references('class.id'))
    .addColumn('learner_id', text, (column) => column.notNull().references('learner.id'))
    .addColumn('role', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('joined_at', text, (column) => column.notNull())
    .addColumn('left_at', text)
    .addUniqueConstraint('membership_is_one', ['class_id', 'learner_id'])
    .execute();
  await db.schema.createIndex('membership_by_learner').on('membership').columns(['learner_id']).execute();
}
