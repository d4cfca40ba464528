import type { Kysely } from 'kysely';
import { first } from './migrations/0001-first.ts';
import { sandboxLife } from './migrations/0002-sandbox-life.ts';
import { registryAccount } from './migrations/0003-registry-account.ts';
import { deed } from './migrations/0004-deed.ts';
import { classes } from './migrations/0005-class.ts';
import { accounts } from './migrations/0006-accounts.ts';
import { classLog } from './migrations/0008-class-log.ts';
import { personalLink } from './migrations/0010-personal-link.ts';
import { gradebook } from './migrations/0011-gradebook.ts';
import { erasure } from './migrations/0012-erasure.ts';
import { help } from './migrations/0013-help.ts';
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
  '0006-accounts': accounts,
  '0008-class-log': classLog,
  '0010-personal-link': personalLink,
  '0011-gradebook': gradebook,
  '0012-erasure': erasure,
  '0013-help': help,
};
