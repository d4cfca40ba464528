import type { Kysely } from 'kysely';
import type { SqlDialect } from '../sql-dialect.ts';

export async function first(db: Kysely<unknown>, dialect: SqlDialect): Promise<void> {
  const { text } = dialect;
  await db.schema
    .createTable('setting')
    .addColumn('key', text, (column) => column.primaryKey())
    .addColumn('value', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('learner')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('role', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sandbox')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('learner_id', text, (column) => column.notNull().unique().references('learner.id'))
    .addColumn('preview_id', text, (column) => column.notNull().unique())
    .addColumn('created_at', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('attempt')
    .addColumn('sequence', ...dialect.sequence)
    .addColumn('learner_id', text, (column) => column.notNull().references('learner.id'))
    .addColumn('exercise', text, (column) => column.notNull())
    .addColumn('task', text, (column) => column.notNull())
    .addColumn('verdict', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('attempt_by_learner')
    .on('attempt')
    .columns(['learner_id', 'exercise', 'sequence'])
    .execute();
  await dialect.makeLog(db, 'attempt', 'attempts');
  await db.schema
    .createTable('invite')
    .addColumn('token_hash', text, (column) => column.primaryKey())
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('redeemed_by', text, (column) => column.references('learner.id'))
    .addColumn('redeemed_at', text)
    .execute();
}
