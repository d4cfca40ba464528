import { type Kysely, sql } from 'kysely';
import { lettingGoOf } from '../erasable-log.ts';
import type { SqlDialect } from '../sql-dialect.ts';

export async function erasure(db: Kysely<unknown>, dialect: SqlDialect): Promise<void> {
  const { text } = dialect;
  await db.schema
    .createTable('erasure')
    .addColumn('sequence', ...dialect.sequence)
    .addColumn('person_hash', text, (column) => column.notNull())
    .addColumn('account_hash', text)
    .addColumn('at', text, (column) => column.notNull())
    // Whose rows the logs let go of: empty again before the transaction that filled it ends.
    .addColumn('open_for', text)
    .execute();
  await db.schema.createIndex('erasure_by_open').on('erasure').columns(['open_for']).execute();
  await db.schema.createIndex('erasure_by_account').on('erasure').columns(['account_hash']).execute();
  await db.schema
    .createTable('erasure_errand')
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('subject', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('erasure_errand_is_one', ['kind', 'subject'])
    .execute();
  for (const [table, rows] of [
    ['attempt', 'attempts'],
    ['deed', 'deeds'],
  ] as const) {
    await lettingGoOf(db, dialect, { table, rows, about: ['learner_id'], forgets: [] });
  }
  await lettingGoOf(db, dialect, {
    table: 'grade_override',
    rows: 'grade overrides',
    about: ['learner_id'],
    forgets: ['made_by'],
  });
  await keepErasures(db, dialect);
}

/** An erasure can be closed; nothing else of it ever changes. */
async function keepErasures(db: Kysely<unknown>, { kind }: SqlDialect): Promise<void> {
  if (kind === 'sqlite') {
    await sql`create trigger erasure_is_never_changed before update on erasure
      when new.open_for is not null or new.sequence is not old.sequence or new.person_hash is not old.person_hash
        or new.account_hash is not old.account_hash or new.at is not old.at
      begin select raise(abort, 'erasures are append-only'); end`.execute(db);
    await sql`create trigger erasure_is_never_deleted before delete on erasure
      begin select raise(abort, 'erasures are append-only'); end`.execute(db);
    return;
  }
  await sql`create function erasure_is_never_changed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and new.open_for is null
        and (new.sequence, new.person_hash, new.account_hash, new.at)
          is not distinct from (old.sequence, old.person_hash, old.account_hash, old.at) then return new;
      end if;
      raise exception 'erasures are append-only';
    end $$`.execute(db);
  await sql`create trigger erasure_is_never_changed before update or delete on erasure
    for each row execute function erasure_is_never_changed()`.execute(db);
  await sql`create trigger erasure_is_never_emptied before truncate on erasure
    for each statement execute function erasure_is_never_changed()`.execute(db);
}
