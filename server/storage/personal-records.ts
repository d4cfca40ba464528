import { createHash } from 'node:crypto';
import { type SqlBool, sql, type Transaction } from 'kysely';
import type { LearnerId } from '../../src/shared/ids.ts';
import { type PersonalTable, personalTables } from './personal-tables.ts';
import type { Errand, PersonalRecords, PersonRows } from './record-port.ts';
import type { StoreContext, Tables } from './tables.ts';

/** Some hundred kilobytes at a time, however long somebody's log is. */
const ROWS_A_PAGE = 500;

type Row = Readonly<Record<string, unknown>>;

/** The person's id is 128 random bits: nobody finds it again from this, and who has it can prove that they were deleted. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

export function createPersonalRecords({ db, dialect, timestamp }: StoreContext): PersonalRecords {
  async function* rowsOf(table: PersonalTable, person: LearnerId): AsyncGenerator<PersonRows> {
    const { numberedBy, json = [], secret = [] } = table;
    const toRead = (row: Row) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([name]) => !secret.includes(name))
          .map(([name, value]) => [name, json.includes(name) ? JSON.parse(String(value)) : value]),
      );
    const name = sql.table(table.table);
    if (numberedBy === undefined) {
      const { rows } = await sql<Row>`select * from ${name} where ${table.isAbout(person)}`.execute(db);
      if (rows.length > 0) yield { table: table.table, rows: rows.map(toRead) };
      return;
    }
    const number = sql.ref(numberedBy);
    let last: unknown = 0;
    for (;;) {
      const { rows } = await sql<Row>`
        select * from ${name} where ${table.isAbout(person)} and ${number} > ${last} order by ${number} limit ${ROWS_A_PAGE}`.execute(
        db,
      );
      if (rows.length > 0) yield { table: table.table, rows: rows.map(toRead) };
      if (rows.length < ROWS_A_PAGE) return;
      last = rows.at(-1)?.[numberedBy];
    }
  }

  /** The names of the classes that only this person runs. Their rows are written first, so that two who go at once come one after the other. */
  const runAlone = async (transaction: Transaction<Tables>, person: LearnerId) => {
    const isRunBy = (whose: '=' | '<>') => sql<SqlBool>`exists (
      select 1 from membership where membership.class_id = class.id and membership.left_at is null
        and membership.role = 'instructor' and membership.learner_id ${sql.raw(whose)} ${person})`;
    await transaction
      .updateTable('class')
      .set(({ ref }) => ({ id: ref('id') }))
      .where(isRunBy('='))
      .execute();
    const rows = await transaction
      .selectFrom('class')
      .select('name')
      .where('archived_at', 'is', null)
      .where(isRunBy('='))
      .where(({ not }) => not(isRunBy('<>')))
      .orderBy('name')
      .execute();
    return rows.map(({ name }) => name);
  };

  const keepErrands = async (
    transaction: Transaction<Tables>,
    sandbox: string | undefined,
    account: string | undefined,
  ) => {
    const errands: readonly Errand[] = [
      ...(sandbox === undefined ? [] : [{ kind: 'sandbox' as const, subject: sandbox }]),
      ...(account === undefined ? [] : [{ kind: 'registry' as const, subject: account }]),
    ];
    for (const errand of errands) {
      await transaction
        .insertInto('erasure_errand')
        .values({ ...errand, at: timestamp() })
        .execute();
    }
  };

  return {
    async *rowsAbout(person) {
      for (const table of personalTables) yield* rowsOf(table, person);
    },

    erase: (person) =>
      db.transaction().execute(async (transaction) => {
        const select = <Found>(column: string, table: string, key: string) =>
          sql<{
            found: Found;
          }>`select ${sql.ref(column)} as found from ${sql.table(table)} where ${sql.ref(key)} = ${person}`
            .execute(transaction)
            .then(({ rows }) => rows[0]?.found);
        // The lock comes first: whoever asks twice at once is told the second time that they are gone.
        const alone = await runAlone(transaction, person);
        // What is appended about them meanwhile waits, and then refers to nobody. SQLite has one writer.
        if (dialect.kind === 'postgres') {
          await sql`select 1 from learner where id = ${person} for update`.execute(transaction);
        }
        if ((await select('id', 'learner', 'id')) === undefined) return { kind: 'unknown' };
        if (alone.length > 0) return { kind: 'runs-classes', classes: alone };
        const sandbox = await select<string>('id', 'sandbox', 'learner_id');
        const account = await select<string>('name', 'registry_account', 'learner_id');
        await keepErrands(transaction, sandbox, account);
        await transaction
          .insertInto('erasure')
          .values({
            person_hash: hashOf(person),
            account_hash: account === undefined ? null : hashOf(account),
            at: timestamp(),
            open_for: person,
          })
          .execute();
        for (const { table, isAbout, onErase } of personalTables) {
          const name = sql.table(table);
          await (onErase === 'delete'
            ? sql`delete from ${name} where ${isAbout(person)}`
            : sql`update ${name} set ${sql.ref(onErase.forget)} = null where ${isAbout(person)}`
          ).execute(transaction);
        }
        await transaction.updateTable('erasure').set({ open_for: null }).where('open_for', '=', person).execute();
        return { kind: 'erased' };
      }),

    async errands() {
      const rows = await db.selectFrom('erasure_errand').select(['kind', 'subject']).orderBy('at').execute();
      return rows.map(({ kind, subject }) => ({ kind: kind === 'sandbox' ? 'sandbox' : 'registry', subject }));
    },

    async finish({ kind, subject }) {
      await db.deleteFrom('erasure_errand').where('kind', '=', kind).where('subject', '=', subject).execute();
    },

    async isAccountRetired(name) {
      const row = await db
        .selectFrom('erasure')
        .select('sequence')
        .where('account_hash', '=', hashOf(name))
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
