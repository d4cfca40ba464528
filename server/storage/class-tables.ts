import type { Generated, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export interface ClassTables {
  /** `limits` is JSON. */
  class: {
    id: string;
    name: string;
    course: string;
    code: string;
    starts_on: string | null;
    ends_on: string | null;
    limits: string | null;
    internet: string | null;
    created_at: string;
    archived_at: string | null;
  };
  /** `sequence` is the order of joining. */
  membership: {
    sequence: Generated<number>;
    class_id: string;
    learner_id: string;
    role: string;
    name: string;
    joined_at: string;
    left_at: string | null;
  };
}

export const classMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('class')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('course', 'text', (column) => column.notNull())
      .addColumn('code', 'text', (column) => column.notNull().unique())
      .addColumn('starts_on', 'text')
      .addColumn('ends_on', 'text')
      .addColumn('limits', 'text')
      .addColumn('internet', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('archived_at', 'text')
      .execute();
    await db.schema
      .createTable('membership')
      .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('class_id', 'text', (column) => column.notNull().references('class.id'))
      .addColumn('learner_id', 'text', (column) => column.notNull().references('learner.id'))
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('joined_at', 'text', (column) => column.notNull())
      .addColumn('left_at', 'text')
      .addUniqueConstraint('membership_is_one', ['class_id', 'learner_id'])
      .execute();
    await db.schema.createIndex('membership_by_learner').on('membership').columns(['learner_id']).execute();
  },
};
