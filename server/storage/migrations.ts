import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { classMigration } from './class-tables.ts';
import { helpMigration } from './help-tables.ts';

const first: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('setting')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('learner')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('sandbox')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('learner_id', 'text', (column) => column.notNull().unique().references('learner.id'))
      .addColumn('preview_id', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('attempt')
      .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('learner_id', 'text', (column) => column.notNull().references('learner.id'))
      .addColumn('exercise', 'text', (column) => column.notNull())
      .addColumn('task', 'text', (column) => column.notNull())
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('attempt_by_learner')
      .on('attempt')
      .columns(['learner_id', 'exercise', 'sequence'])
      .execute();
    await sql`create trigger attempt_is_never_changed before update on attempt
      begin select raise(abort, 'attempts are append-only'); end`.execute(db);
    await sql`create trigger attempt_is_never_deleted before delete on attempt
      begin select raise(abort, 'attempts are append-only'); end`.execute(db);
    await db.schema
      .createTable('invite')
      .addColumn('token_hash', 'text', (column) => column.primaryKey())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('redeemed_by', 'text', (column) => column.references('learner.id'))
      .addColumn('redeemed_at', 'text')
      .execute();
  },
};

const sandboxLife: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('sandbox')
      .addColumn('generation', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .alterTable('sandbox')
      .addColumn('last_used_at', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await db.schema.alterTable('sandbox').addColumn('expired_at', 'text').execute();
    // Nobody noted the use of those that are there. From now on it counts, so that none of them goes without a warning.
    await sql`update sandbox set last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`.execute(db);
  },
};

const registryAccount: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('registry_account')
      .addColumn('learner_id', 'text', (column) => column.primaryKey().references('learner.id'))
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
  },
};

const deed: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('deed')
      .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('learner_id', 'text', (column) => column.notNull().references('learner.id'))
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('deed', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('deed_by_learner').on('deed').columns(['learner_id', 'subject', 'sequence']).execute();
    await sql`create trigger deed_is_never_changed before update on deed
      begin select raise(abort, 'deeds are append-only'); end`.execute(db);
    await sql`create trigger deed_is_never_deleted before delete on deed
      begin select raise(abort, 'deeds are append-only'); end`.execute(db);
  },
};

/** In the order of their names. A migration that has been released is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-sandbox-life': sandboxLife,
  '0003-registry-account': registryAccount,
  '0004-deed': deed,
  '0005-class': classMigration,
  '0009-help': helpMigration,
};
