import { type ColumnDefinitionBuilder, type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely';

type DataType = Parameters<CreateTableBuilder<string>['addColumn']>[1];

/** What the two databases write in different words. Everything else is written once, by Kysely. */
export interface SqlDialect {
  readonly kind: 'sqlite' | 'postgres';
  /** The type of a text column. Both databases compare and sort it byte by byte, whatever language the database was made for. */
  readonly text: DataType;
  /** Type and properties of the column that numbers the rows of a log: `addColumn('sequence', ...dialect.sequence)`. */
  readonly sequence: readonly [DataType, (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder];
  /** Now, as ISO 8601 in UTC with milliseconds. */
  readonly now: RawBuilder<string>;
  /** Makes a log of a table with a `sequence`: no row is changed or deleted, and rows are seen in the order of their numbers. `rows` names them in the error. */
  readonly makeLog: (db: Kysely<unknown>, table: string, rows: string) => Promise<void>;
}

export const sqliteDialect: SqlDialect = {
  kind: 'sqlite',
  text: 'text',
  sequence: ['integer', (column) => column.primaryKey().autoIncrement()],
  now: sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`,
  async makeLog(db, table, rows) {
    // Released as it is, with its spaces: SQLite keeps the text.
    await sql`create trigger ${sql.raw(table)}_is_never_changed before update on ${sql.raw(table)}
      begin select raise(abort, '${sql.raw(rows)} are append-only'); end`.execute(db);
    await sql`create trigger ${sql.raw(table)}_is_never_deleted before delete on ${sql.raw(table)}
      begin select raise(abort, '${sql.raw(rows)} are append-only'); end`.execute(db);
  },
};

export const postgresDialect: SqlDialect = {
  kind: 'postgres',
  text: sql`text collate "C"`,
  sequence: ['bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity()],
  now: sql`to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  async makeLog(db, table, rows) {
    const name = sql.raw(table);
    await sql`create function ${name}_is_never_changed() returns trigger language plpgsql as $$
      begin raise exception '${sql.raw(rows)} are append-only'; end $$`.execute(db);
    await sql`create trigger ${name}_is_never_changed before update or delete on ${name}
      for each row execute function ${name}_is_never_changed()`.execute(db);
    await sql`create trigger ${name}_is_never_emptied before truncate on ${name}
      for each statement execute function ${name}_is_never_changed()`.execute(db);
    // A number is drawn before its row can be seen. Without turns, whoever remembers the last number that they read would miss a slower writer's earlier one.
    await sql`create function ${name}_takes_turns() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock(tg_relid::bigint); return null; end $$`.execute(db);
    await sql`create trigger ${name}_takes_turns before insert on ${name}
      for each statement execute function ${name}_takes_turns()`.execute(db);
  },
};
