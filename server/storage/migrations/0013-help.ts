import type { Kysely } from 'kysely';
import { lettingGoOf } from '../erasable-log.ts';
import type { SqlDialect } from '../sql-dialect.ts';

export async function help(db: Kysely<unknown>, dialect: SqlDialect): Promise<void> {
  const { text } = dialect;
  await db.schema
    .createTable('class_event')
    .addColumn('sequence', ...dialect.sequence)
    .addColumn('class_id', text, (column) => column.notNull().references('class.id'))
    .addColumn('learner_id', text, (column) => column.references('learner.id'))
    .addColumn('session', text)
    // Empty once whoever did it has had themselves deleted.
    .addColumn('by_id', text, (column) => column.references('learner.id'))
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('event', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .execute();
  for (const [name, columns] of [
    ['class', ['class_id', 'kind', 'sequence']],
    ['learner', ['learner_id', 'sequence']],
    ['session', ['session', 'sequence']],
    ['person', ['by_id']],
  ] as const) {
    await db.schema
      .createIndex(`class_event_by_${name}`)
      .on('class_event')
      .columns([...columns])
      .execute();
  }
  const rows = 'events of a class';
  await dialect.makeLog(db, 'class_event', rows);
  await lettingGoOf(db, dialect, { table: 'class_event', rows, about: ['learner_id'], forgets: ['by_id'] });
}
