import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Store } from './port.ts';
import { createPostgresStore } from './postgres-store.ts';
import { createSqliteStore } from './sqlite-store.ts';
import { createTestDatabase, type TestDatabase } from './test-databases.ts';

/** Gives an empty store to a test of a contract, and another process's on the same rows; the same one where a process has them to itself. */
export type WithStore = (use: (store: Store, other: Store) => Promise<void>) => Promise<void>;

type Now = () => Date;

export function inMemory(now: Now): WithStore {
  return async (use) => {
    await using store = await createSqliteStore({ file: ':memory:', now });
    await use(store, store);
  };
}

export function inFile(now: Now): WithStore {
  return async (use) => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-store-'));
    try {
      await using store = await createSqliteStore({ file: join(folder, 'drydock.sqlite'), now });
      await use(store, store);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}

/** One database for all tests of the file or `describe` that it is called in, emptied before each. For integration tests alone: they have a PostgreSQL. */
export function inPostgres(now: Now): WithStore {
  const opened = new AsyncDisposableStack();
  let database: TestDatabase;
  let stores: readonly [Store, Store];

  beforeAll(async () => {
    database = opened.use(await createTestDatabase());
    const open = async () => opened.use(await createPostgresStore({ url: database.url, now }));
    stores = [await open(), await open()];
  });

  afterAll(() => opened.disposeAsync());

  return async (use) => {
    await database.empty();
    await use(...stores);
  };
}
