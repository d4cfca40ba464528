import { expect, test } from 'vitest';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import { StoreError } from './errors.ts';
import { migrations } from './migrations.ts';
import type { Store } from './port.ts';
import { rowsSince } from './rows-of-versions.ts';

export interface MigratedDatabase {
  /** Brings it up to the newest version, or to this one. */
  open(upTo?: string): Promise<Store>;
  query(text: string): Promise<readonly Record<string, unknown>[]>;
  /** The query for the names of its tables. */
  readonly tables: string;
}

const ada = learnerIdSchema.parse('a'.repeat(32));
const versions = Object.keys(migrations);

/** What bringing a store up to date must do, from each version that there has been. `withDatabase` gives an empty one. */
export function migrationContract(
  name: string,
  withDatabase: (use: (database: MigratedDatabase) => Promise<void>) => Promise<void>,
): void {
  const contract = (title: string, use: (database: MigratedDatabase) => Promise<void>) =>
    test(`${name}: ${title}`, () => withDatabase(use));
  const close = (store: Store) => store[Symbol.asyncDispose]();

  for (const [index, version] of versions.entries()) {
    contract(`a store of ${version} comes up to date with every row that it had`, async (database) => {
      await database.open(version).then(close);
      for (const earlier of versions.slice(0, index + 1)) {
        for (const insert of rowsSince[earlier] ?? []) await database.query(insert);
      }
      const before = await readAll(database);
      for (const [table, rows] of before) expect(rows, `rows-of-versions.ts fills the table ${table}`).not.toEqual([]);

      await using store = await database.open();
      const after = await readAll(database);
      for (const [table, rows] of before) {
        expect(after.get(table), table).toEqual(rows.map((row) => expect.objectContaining(row)));
      }
      expect(await store.learner(ada)).toEqual({ id: ada, role: 'instructor' });
      expect(await store.attempts(ada)).toMatchObject([{ exercise: 'x', task: 't', verdict: { kind: 'pass' } }]);
      expect(await store.inviteIsOpen('open')).toBe(true);
      expect(await store.sandboxOf(ada)).toMatchObject({
        generation: index === 0 ? 0 : expect.any(Number),
        expiredAt: null,
      });
      await store.probe();
    });
  }

  contract('sandboxes of the first version are taken for just used', async (database) => {
    await database.open('0001-first').then(close);
    for (const insert of rowsSince['0001-first'] ?? []) await database.query(insert);
    const before = Date.now();
    await using store = await database.open();
    const { lastUsedAt = '' } = (await store.sandboxOf(ada)) ?? {};
    expect(lastUsedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Math.abs(Date.parse(lastUsedAt) - before)).toBeLessThan(60_000);
  });

  contract('a migration that fails takes back all that came with it, and is done when it can be', async (database) => {
    await database.open('0002-sandbox-life').then(close);
    await database.query('create table deed (in_the_way text)');
    const before = (await database.query(database.tables)).map(({ name }) => name).sort();
    await expect(database.open()).rejects.toThrow(/could not be brought up to date.*deed/);
    expect((await database.query(database.tables)).map(({ name }) => name).sort()).toEqual(before);
    await database.query('drop table deed');
    await using store = await database.open();
    await store.probe();
  });

  contract('a store that a newer version wrote is refused in words, and stays as it is', async (database) => {
    await database.open().then(close);
    await database.query("insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')");
    const before = await readAll(database);
    const opened = database.open();
    await expect(opened).rejects.toThrow(StoreError);
    await expect(opened).rejects.toThrow(/written by a newer Drydock.*9999-later.*Nothing was changed/);
    expect(await readAll(database)).toEqual(before);
  });
}

async function readAll(database: MigratedDatabase): Promise<Map<string, readonly Record<string, unknown>[]>> {
  const names = (await database.query(database.tables)).map(({ name }) => String(name)).sort();
  const own = names.filter((name) => !name.startsWith('kysely_'));
  const all = new Map<string, readonly Record<string, unknown>[]>();
  for (const name of own) all.set(name, await database.query(`select * from ${name} order by 1`));
  return all;
}
