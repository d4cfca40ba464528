import type { Kysely } from 'kysely';
import { first } from './migrations/0001-first.ts';
import { sandboxLife } from './migrations/0002-sandbox-life.ts';
import { registryAccount } from './migrations/0003-registry-account.ts';
import { deed } from './migrations/0004-deed.ts';
import { classes } from './migrations/0005-class.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** Makes the next version of the schema out of the one before, in the words of either database. */
export type StoreMigration = (db: Kysely<unknown>, dialect: SqlDialect) => Promise<void>;

/** In the order of their names. A migration that has been released is never changed. */
export const migrations: Readonly<Record<string, StoreMigration>> = {
  '0001-first': first,
  '0002-sandbox-life': sandboxLife,
  '0003-registry-account': registryAccount,
  '0004-deed': deed,
  '0005-class': classes,
};
