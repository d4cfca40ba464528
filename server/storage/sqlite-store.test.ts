import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { pass } from '../../src/shared/exercise/index.ts';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import { classContract } from './class-contract.ts';
import { helpContract } from './help-contract.ts';
import type { Store } from './port.ts';
import { createSqliteStore } from './sqlite-store.ts';
import { storeContract } from './store-contract.ts';

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

const inMemory = async (use: (store: Store) => Promise<void>) => {
  await using store = await createSqliteStore({ file: ':memory:', now });
  await use(store);
};

const inFile = (use: (store: Store) => Promise<void>) =>
  withFile(async (file) => {
    await using store = await createSqliteStore({ file, now });
    await use(store);
  });

for (const contract of [storeContract, classContract, helpContract]) {
  contract('in memory', inMemory);
  contract('in a file', inFile);
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

test('a store of the first version comes up to date, and its sandboxes are taken for just used', () =>
  withFile(async (file) => {
    {
      await using store = await createSqliteStore({ file, now, upTo: '0001-first' });
      await store.createLearner({ id: ada, role: 'learner' });
    }
    const database = new SqliteDatabase(file);
    database.exec(
      `insert into sandbox values ('${'1'.repeat(16)}', '${ada}', '${'1'.repeat(32)}', '2020-01-01T00:00:00.000Z')`,
    );
    database.close();
    const before = new Date().toISOString();
    await using store = await createSqliteStore({ file, now });
    const row = await store.sandboxOf(ada);
    expect(row).toMatchObject({ generation: 0, expiredAt: null });
    expect(row?.lastUsedAt.slice(0, 10)).toBe(before.slice(0, 10));
  }));

test('a store without accounts comes up to date, and its learners can be given one', () =>
  withFile(async (file) => {
    {
      await using store = await createSqliteStore({ file, now, upTo: '0002-sandbox-life' });
      await store.createLearner({ id: ada, role: 'learner' });
    }
    {
      await using store = await createSqliteStore({ file, now });
      expect(await store.claimRegistryAccount(ada, 'calm-heron')).toBe('calm-heron');
    }
    await using store = await createSqliteStore({ file, now });
    expect(await store.registryAccountOf(ada)).toBe('calm-heron');
  }));
