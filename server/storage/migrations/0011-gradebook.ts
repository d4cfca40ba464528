import type { Kysely } from 'kysely';
import type { SqlDialect } from '../sql-dialect.ts';

export async function gradebook(db: Kysely<unknown>, dialect: SqlDialect): Promise<void> {
  const { text } = dialect;
  await db.schema
    .createTable('gradebook')
    .addColumn('class_id', text, (column) => column.primaryKey().references('class.id'))
    .addColumn('settings', text, (column) => column.notNull())
    .addColumn('changed_at', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('grade_override')
    .addColumn('sequence', ...dialect.sequence)
    .addColumn('class_id', text, (column) => column.notNull().references('class.id'))
    .addColumn('learner_id', text, (column) => column.notNull().references('learner.id'))
    .addColumn('exercise', text, (column) => column.notNull())
    .addColumn('points', 'double precision')
    .addColumn('reason', text, (column) => column.notNull())
    // Empty once whoever made it has had themselves deleted.
    .addColumn('made_by', text, (column) => column.references('learner.id'))
    .addColumn('at', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('grade_override_by_learner')
    .on('grade_override')
    .columns(['class_id', 'learner_id', 'sequence'])
    .execute();
  await db.schema.createIndex('grade_override_by_person').on('grade_override').columns(['learner_id']).execute();
  await dialect.makeLog(db, 'grade_override', 'grade overrides');
}
