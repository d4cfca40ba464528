import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { fail } from '../../src/shared/exercise/index.ts';
import { classIdSchema, learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import { keptData } from '../../src/shared/kept-data.ts';
import { personalTables } from './personal-tables.ts';
import type { Deed, Store } from './port.ts';
import { createSqliteStore } from './sqlite-store.ts';

const now = () => new Date('2026-01-02T03:04:05Z');
const at = now().toISOString();
const ada = learnerIdSchema.parse('adadad'.repeat(6).slice(0, 32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const monday = classIdSchema.parse('1'.repeat(16));

/** A store in a file, with whatever `fill` puts there, and that file as any other program sees it. */
async function withDatabase(
  look: (database: SqliteDatabase.Database, file: string) => void,
  fill: (store: Store) => Promise<void> = async () => {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-kept-'));
  const file = join(folder, 'drydock.sqlite');
  try {
    {
      await using store = await createSqliteStore({ file, now });
      await fill(store);
    }
    const database = new SqliteDatabase(file);
    look(database, file);
    database.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const tablesOf = (database: SqliteDatabase.Database) =>
  database
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
    .pluck()
    .all() as string[];

test('the privacy page names every table and every column that there is, and none that there is not', () =>
  withDatabase((database) => {
    // Which version the store is of: named with the installation's own.
    const tables = tablesOf(database).filter((name) => !name.startsWith('kysely_'));
    const columns = (table: string) => database.prepare(`select name from pragma_table_info('${table}')`).pluck().all();
    const kept = tables.flatMap((table) => columns(table).map((column) => `${table}.${column}`));
    const named = keptData.flatMap((kind) =>
      Object.entries(kind.columns).flatMap(([table, names]) => names.map((name) => `${table}.${name}`)),
    );
    expect(named.toSorted()).toEqual(kept.toSorted());
  }));

test('the privacy page names every kind of deed', () => {
  // Where the log gets a further kind, this is not compiled until it is here.
  const kinds: Readonly<Record<Deed['kind'], true>> = {
    try: true,
    hint: true,
    solution: true,
    answer: true,
    quiz: true,
  };
  expect(keptData.flatMap(({ deeds = [] }) => deeds).toSorted()).toEqual(Object.keys(kinds).toSorted());
});

test('every kind of what is kept says all that a reader wants to know, once', () => {
  expect(new Set(keptData.map(({ id }) => id)).size).toBe(keptData.length);
  for (const { title, what, why, seenBy, until } of keptData) {
    for (const sentence of [what, why, seenBy, until]) expect(sentence, title).toMatch(/^[A-Z].*\.$/);
  }
});

test('whatever refers to a person is exported and deleted with them', () =>
  withDatabase((database) => {
    for (const table of tablesOf(database)) {
      const references = database
        .prepare(`select "from" from pragma_foreign_key_list('${table}') where "table" in ('learner', 'user')`)
        .pluck()
        .all();
      const lines = personalTables.filter((line) => line.table === table);
      expect(lines.length, `personal-tables.ts on ${table}`).toBeGreaterThanOrEqual(references.length);
    }
    const named = keptData.filter(({ isPersonal }) => isPersonal).flatMap(({ columns }) => Object.keys(columns));
    for (const { table } of personalTables) expect(named, table).toContain(table);
  }));

const liveAndDie = async (store: Store) => {
  for (const id of [ada, ben]) await store.createLearner({ id, role: 'learner' });
  await store.classes.create(
    {
      id: monday,
      course: 'c',
      code: 'AAAA2222',
      name: 'M',
      startsOn: null,
      endsOn: null,
      limits: null,
      internet: null,
    },
    { learnerId: ben, name: 'Ben' },
  );
  await store.classes.join(monday, { learnerId: ada, name: 'Ada Lovelace', role: 'instructor' }, 10);
  await store.createInvite({ tokenHash: 'token', role: 'instructor' });
  await store.redeemInvite('token', ada);
  await store.assignSandbox(ada, { id: sandboxIdSchema.parse('5'.repeat(16)), previewId: '5'.repeat(32) }, null);
  await store.claimRegistryAccount(ada, 'calm-heron');
  await store.appendAttempt({ learnerId: ada, exercise: 'x', task: 't', verdict: fail('Ada’s own words'), at });
  await store.appendDeed({ kind: 'answer', exercise: 'x', task: 't', text: 'forty-two', learnerId: ada, at });
  for (const [learnerId, madeBy] of [
    [ada, ben],
    [ben, ada],
  ] as const) {
    await store.gradebooks.appendOverride(monday, { learnerId, exercise: 'x', points: 1, reason: 'Why.', madeBy });
  }
  await store.personal.erase(ada);
  for (const errand of await store.personal.errands()) await store.personal.finish(errand);
};

test('after a deletion nothing of the person is found in any table, nor in the file', () =>
  withDatabase((database, file) => {
    for (const table of tablesOf(database)) {
      const text = JSON.stringify(database.prepare(`select * from ${table}`).all());
      for (const own of [ada, 'Ada', 'calm-heron', '5555555555555555', 'forty-two'])
        expect(text, table).not.toContain(own);
    }
    const bytes = readFileSync(file, 'latin1');
    for (const own of [ada, 'Lovelace', 'calm-heron', 'forty-two']) expect(bytes.includes(own), own).toBe(false);
    expect(bytes.includes(ben)).toBe(true);
  }, liveAndDie));

test('the logs let go of a person’s rows while they are deleted, and at no other time', () =>
  withDatabase(
    (database) => {
      for (const table of ['attempt', 'deed', 'grade_override', 'erasure']) {
        expect(() => database.exec(`delete from ${table}`), table).toThrow(/append-only/);
      }
      expect(() => database.exec("update attempt set task = 'u'")).toThrow(/append-only/);
      expect(() => database.exec('update grade_override set made_by = null')).toThrow(/append-only/);
      expect(() => database.exec("update erasure set at = 'never'")).toThrow(/append-only/);
      database.exec(`insert into erasure (person_hash, at, open_for) values ('h', '${at}', '${ada}')`);
      expect(() => database.exec('delete from attempt')).toThrow(/append-only/);
      expect(() => database.exec(`update grade_override set points = 3 where made_by = '${ada}'`)).toThrow(
        /append-only/,
      );
      database.exec(`delete from attempt where learner_id = '${ada}'`);
      database.exec(`update grade_override set made_by = null where made_by = '${ada}'`);
      expect(database.prepare('select learner_id from attempt').pluck().all()).toEqual([ben]);
      database.exec('update erasure set open_for = null where open_for is not null');
      expect(() => database.exec(`update erasure set open_for = '${ben}'`)).toThrow(/append-only/);
    },
    async (store) => {
      for (const id of [ada, ben]) await store.createLearner({ id, role: 'learner' });
      await store.classes.create(
        {
          id: monday,
          course: 'c',
          code: 'AAAA2222',
          name: 'M',
          startsOn: null,
          endsOn: null,
          limits: null,
          internet: null,
        },
        { learnerId: ada, name: 'Ada' },
      );
      for (const learnerId of [ada, ben]) {
        await store.appendAttempt({ learnerId, exercise: 'x', task: 't', verdict: fail('no'), at });
        await store.appendDeed({ kind: 'try', exercise: 'x', learnerId, at });
      }
      const override = { learnerId: ben, exercise: 'x', points: 1, reason: 'r', madeBy: ada };
      await store.gradebooks.appendOverride(monday, override);
      await store.createLearner({ id: learnerIdSchema.parse('c'.repeat(32)), role: 'learner' });
      await store.personal.erase(learnerIdSchema.parse('c'.repeat(32)));
    },
  ));
