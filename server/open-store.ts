import { existsSync } from 'node:fs';
import { type Config, dataPaths } from './config.ts';
import type { Store } from './storage/port.ts';
import { createPostgresStore, postgresHasStore } from './storage/postgres-store.ts';
import { createSqliteStore } from './storage/sqlite-store.ts';

type StorePlace = Pick<Config, 'databaseUrl' | 'dataDir'>;

/** The store that the configuration names, brought up to date, and made where there is none. Throws a `StoreError` where it can't be used. */
export function openStore({ databaseUrl, dataDir }: StorePlace, now: () => Date): Promise<Store> {
  return databaseUrl === undefined
    ? createSqliteStore({ file: dataPaths(dataDir).database, now })
    : createPostgresStore({ url: databaseUrl, now });
}

/** Whether there is one; makes none. Throws a `StoreError` where its database can't be reached. */
export async function hasStore({ databaseUrl, dataDir }: StorePlace): Promise<boolean> {
  return databaseUrl === undefined ? existsSync(dataPaths(dataDir).database) : postgresHasStore(databaseUrl);
}
