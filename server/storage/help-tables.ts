import { type Generated, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ClassTables } from './class-tables.ts';

export interface HelpTables extends ClassTables {
  learner: { id: string; role: string; created_at: string };
  /** `kind` is the event's, which is JSON. */
  class_event: {
    sequence: Generated<number>;
    class_id: string;
    learner_id: string | null;
    session: string | null;
    by_id: string | null;
    kind: string;
    event: string;
    at: string;
  };
}

export const helpMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('class_event')
      .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('class_id', 'text', (column) => column.notNull().references('class.id'))
      .addColumn('learner_id', 'text', (column) => column.references('learner.id'))
      .addColumn('session', 'text')
      .addColumn('by_id', 'text', (column) => column.references('learner.id'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('class_event_by_class')
      .on('class_event')
      .columns(['class_id', 'kind', 'sequence'])
      .execute();
    await db.schema
      .createIndex('class_event_by_learner')
      .on('class_event')
      .columns(['learner_id', 'sequence'])
      .execute();
    await db.schema.createIndex('class_event_by_session').on('class_event').columns(['session', 'sequence']).execute();
    await sql`create trigger class_event_is_never_changed before update on class_event
      begin select raise(abort, 'events of a class are append-only'); end`.execute(db);
    await sql`create trigger class_event_is_never_deleted before delete on class_event
      begin select raise(abort, 'events of a class are append-only'); end`.execute(db);
  },
};
