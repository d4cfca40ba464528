import type { Kysely } from 'kysely';
import type { SqlDialect } from '../sql-dialect.ts';

export async function deed(db: Kysely<unknown>, dialect: SqlDialect): Promise<void> {
  const { text } = dialect;
  await db.schema
    .createTable('deed')
    .addColumn('sequence', ...dialect.sequence)
    .addColumn('learner_id', text, (column) => column.notNull().references('learner.id'))
    .addColumn('subject', text, (column) => column.notNull())
    .addColumn('deed', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('deed_by_learner').on('deed').columns(['learner_id', 'subject', 'sequence']).execute();
  await dialect.makeLog(db, 'deed', 'deeds');
}
