import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { pass } from '../../src/shared/exercise/index.ts';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import { classContract } from './class-contract.ts';
import { classLogContract } from './class-log-contract.ts';
import { helpContract } from './help-contract.ts';
import { migrationContract } from './migration-contract.ts';
import { recordContract } from './record-contract.ts';
import { rosterContract } from './roster-contract.ts';
import { createSqliteStore } from './sqlite-store.ts';
import { storeContract } from './store-contract.ts';
import { inFile, inMemory } from './test-stores.ts';

const run = promisify(execFile);
const now = () => new Date('2026-01-02T03:04:05Z');
const ada = learnerIdSchema.parse('a'.repeat(32));

async function withFile(use: (file: string) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-store-'));
  try {
    await use(join(folder, 'new', 'drydock.sqlite'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** SHA-256 of all that SQLite keeps of the schema: files of these versions are out there. */
const RELEASED = {
  '0001-first': '768897120a626f861a89968112e1003bc2cadd10df5f4abc63eed366a8c03b42',
  '0002-sandbox-life': '6a6b2b4b72e847b2ebba4e1e8e8913ce0df8aa266ea5ddc640ae63aa4305b5b3',
  '0003-registry-account': '15c32c2f1dce4bafbc43255b4b7176e55a676d919b992f1d4ce943573ecf02b6',
  '0004-deed': '3d3012893bfbd8dac2f3c84dfef2a22befbe92f7779387545dcf27c0c7c36885',
};

for (const contract of [storeContract, classContract, rosterContract, classLogContract, recordContract, helpContract]) {
  contract('in memory', inMemory(now));
  contract('in a file', inFile(now));
}

test('what was written is there after the store was opened again', () =>
  withFile(async (file) => {
    {
      await using store = await createSqliteStore({ file, now });
      await store.createLearner({ id: ada, role: 'learner' });
      await store.appendAttempt({ learnerId: ada, exercise: 'x', task: 't', verdict: pass(), at: now().toISOString() });
    }
    await using store = await createSqliteStore({ file, now });
    expect(await store.attempts(ada)).toHaveLength(1);
  }));

test('a verdict that was kept before there were points is read, and one with points and figures comes back whole', () =>
  withFile(async (file) => {
    await using store = await createSqliteStore({ file, now });
    await store.createLearner({ id: ada, role: 'learner' });
    const database = new SqliteDatabase(file);
    database.exec(
      `insert into attempt (learner_id, exercise, task, verdict, at) values ('${ada}', 'x', 't', '{"kind":"pass"}', '2026-01-01T00:00:00.000Z')`,
    );
    database.close();
    const graded = pass({ points: 4, note: 'Less earns more.', figures: [{ label: 'Size', value: 81.5, unit: 'MB' }] });
    await store.appendAttempt({ learnerId: ada, exercise: 'x', task: 't', verdict: graded, at: now().toISOString() });
    expect((await store.attempts(ada)).map(({ verdict }) => verdict)).toEqual([{ kind: 'pass' }, graded]);
  }));

test('the log of attempts can be neither changed nor shortened', () =>
  withFile(async (file) => {
    await using store = await createSqliteStore({ file, now });
    await store.createLearner({ id: ada, role: 'learner' });
    await store.appendAttempt({ learnerId: ada, exercise: 'x', task: 't', verdict: pass(), at: now().toISOString() });
    const database = new SqliteDatabase(file);
    expect(() => database.exec("update attempt set task = 'u'")).toThrow(/append-only/);
    expect(() => database.exec('delete from attempt')).toThrow(/append-only/);
    database.close();
  }));

test('the log of a class can be neither changed nor shortened', () =>
  withFile(async (file) => {
    await using store = await createSqliteStore({ file, now });
    await store.createLearner({ id: ada, role: 'learner' });
    const classId = classIdSchema.parse('1'.repeat(16));
    const settings = { name: 'M', startsOn: null, endsOn: null, limits: null, internet: null };
    await store.classes.create(
      { id: classId, course: 'x', code: 'AAAA2222', ...settings },
      { learnerId: ada, name: 'A' },
    );
    await store.help.note({ classId, learnerId: ada, byId: ada, event: { kind: 'message', text: 'Ahoy' } });
    const database = new SqliteDatabase(file);
    expect(() => database.exec("update class_event set at = ''")).toThrow(/append-only/);
    expect(() => database.exec('delete from class_event')).toThrow(/append-only/);
    database.close();
  }));

test('processes that open a new file at once make one store, and each has it', () =>
  withFile(async (file) => {
    const script = `
      import { createSqliteStore } from ${JSON.stringify(new URL('sqlite-store.ts', import.meta.url).href)};
      await using store = await createSqliteStore({ file: ${JSON.stringify(file)}, now: () => new Date() });
      console.log(await store.once('installation', () => String(process.pid)));`;
    const outputs = await Promise.all(
      Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '--eval', script])),
    );
    expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1);
    expect(outputs[0]?.stdout).toMatch(/^\d+\n$/);
  }));

test.each(Object.entries(RELEASED))('the schema of %s is what it was when it was released', (upTo, hash) =>
  withFile(async (file) => {
    {
      await using _store = await createSqliteStore({ file, now, upTo });
    }
    const database = new SqliteDatabase(file);
    const schema = database
      .prepare(
        "select type, name, sql from sqlite_master where name not like 'kysely%' and tbl_name not like 'kysely%' order by name",
      )
      .all();
    database.close();
    expect(createHash('sha256').update(JSON.stringify(schema)).digest('hex')).toBe(hash);
  }),
);

migrationContract('SQLite', (use) =>
  withFile((file) =>
    use({
      open: (upTo) => createSqliteStore({ file, now, ...(upTo === undefined ? {} : { upTo }) }),
      async query(text) {
        const database = new SqliteDatabase(file);
        try {
          const statement = database.prepare<[], Record<string, unknown>>(text);
          return statement.reader ? statement.all() : (statement.run(), []);
        } finally {
          database.close();
        }
      },
      tables: "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
    }),
  ),
);
