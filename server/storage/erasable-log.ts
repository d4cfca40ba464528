import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from './sql-dialect.ts';

export interface ErasableLog {
  readonly table: string;
  /** Names its rows in the error. */
  readonly rows: string;
  /** Columns with the person whom a row is about: with them it goes. */
  readonly about: readonly string[];
  /** Columns with a person who only had to do with it: they are emptied, and the row stays. */
  readonly forgets: readonly string[];
}

const eachOf = (columns: readonly string[], write: (column: string) => string, join: string) =>
  columns.map((column) => `(${write(column)})`).join(join);

/** For migrations: lets a log's rows go while an erasure is open for the person whom they are about, and at no other time. The log was made by `makeLog`. */
export async function lettingGoOf(db: Kysely<unknown>, dialect: SqlDialect, log: ErasableLog): Promise<void> {
  const { table, rows, about, forgets } = log;
  const isOpen = (column: string) => `exists (select 1 from erasure where erasure.open_for = old.${column})`;
  const mayGo = eachOf(about, isOpen, ' or ');
  const run = (text: string) => sql.raw(text).execute(db);
  if (dialect.kind === 'sqlite') {
    await run(`drop trigger ${table}_is_never_deleted`);
    await run(`create trigger ${table}_is_never_deleted before delete on ${table} when not (${mayGo})
      begin select raise(abort, '${rows} are append-only'); end`);
    if (forgets.length === 0) return;
    const { rows: columns } = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(db);
    const kept = columns.map(({ name }) => name).filter((name) => !forgets.includes(name));
    const isSame = eachOf(kept, (name) => `new.${name} is old.${name}`, ' and ');
    const isForgotten = eachOf(
      forgets,
      (name) => `new.${name} is old.${name} or (new.${name} is null and ${isOpen(name)})`,
      ' and ',
    );
    await run(`drop trigger ${table}_is_never_changed`);
    await run(`create trigger ${table}_is_never_changed before update on ${table} when not (${isSame} and ${isForgotten})
      begin select raise(abort, '${rows} are append-only'); end`);
    return;
  }
  const isForgotten =
    forgets.length === 0 ? 'false' : eachOf(forgets, (name) => `new.${name} is null and ${isOpen(name)}`, ' or ');
  const without = (row: string) => `to_jsonb(${row}) - array[${forgets.map((name) => `'${name}'`).join(', ')}]::text[]`;
  await run(`create or replace function ${table}_is_never_changed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        if ${mayGo} then return old; end if;
      elsif tg_op = 'UPDATE' then
        if ${without('new')} = ${without('old')} and (${isForgotten}) then return new; end if;
      end if;
      raise exception '${rows} are append-only';
    end $$`);
}
