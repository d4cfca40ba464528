import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export interface RosterTables {
  /** One a person. `class_id` is the class that it was made in. */
  personal_link: { token_hash: string; learner_id: string; class_id: string | null; created_at: string };
  own_id: { class_id: string; learner_id: string; own_id: string };
}

export const personalLinkMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('personal_link')
      .addColumn('token_hash', 'text', (column) => column.primaryKey())
      .addColumn('learner_id', 'text', (column) => column.notNull().unique().references('learner.id'))
      .addColumn('class_id', 'text', (column) => column.references('class.id'))
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('own_id')
      .addColumn('class_id', 'text', (column) => column.notNull().references('class.id'))
      .addColumn('learner_id', 'text', (column) => column.notNull().references('learner.id'))
      .addColumn('own_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('own_id_is_one', ['class_id', 'learner_id'])
      .execute();
  },
};
