import type { Kysely } from 'kysely';
import { createClassLog } from './class-log.ts';
import { createClassRecords } from './class-records.ts';
import { createGradebookRecords } from './gradebook-records.ts';
import { createHelpRecords } from './help-records.ts';
import { createInvites } from './invites.ts';
import { createLearners } from './learners.ts';
import { createLogs } from './logs.ts';
import { createPersonLog } from './person-log.ts';
import { createPersonalRecords } from './personal-records.ts';
import type { Store } from './port.ts';
import { createRegistryAccounts } from './registry-accounts.ts';
import { createRosterRecords } from './roster-records.ts';
import { createSandboxes } from './sandboxes.ts';
import { createSettings } from './settings.ts';
import { createSignInLocks } from './sign-in-locks.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { StoreContext, Tables } from './tables.ts';

/** The store over a database with the newest schema, and of whatever kind. A further part joins here. The store ends with its database. */
export function createKyselyStore(options: {
  readonly db: Kysely<Tables>;
  readonly dialect: SqlDialect;
  readonly now: () => Date;
}): Store {
  const { db, dialect, now } = options;
  const context: StoreContext = { db, dialect, timestamp: () => now().toISOString() };
  const personal = createPersonalRecords(context);
  return {
    ...createSettings(context),
    ...createLearners(context),
    ...createSandboxes(context),
    ...createRegistryAccounts(context, personal),
    ...createLogs(context),
    ...createInvites(context),
    classes: createClassRecords(context),
    classLog: createClassLog(context),
    log: createPersonLog(context),
    gradebooks: createGradebookRecords(context),
    personal,
    help: createHelpRecords(context),
    roster: createRosterRecords(context),
    ...createSignInLocks(context),
    database: { db, type: dialect.kind },

    async probe() {
      await db.selectFrom('setting').select('key').limit(1).execute();
      // A write that changes nothing still needs the right to write, so a read-only disk or database shows here and not at a learner's first tick.
      await db.deleteFrom('setting').where('key', '=', '').execute();
    },

    async [Symbol.asyncDispose]() {
      await db.destroy();
    },
  };
}
