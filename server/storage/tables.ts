import type { Generated, Kysely } from 'kysely';
import type { ClassTables } from './class-tables.ts';
import type { HelpTables } from './help-tables.ts';
import type { PeopleTables } from './people-tables.ts';
import type { RecordTables } from './record-tables.ts';
import type { RosterTables } from './roster-tables.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** The rows as the database has them. A part with tables of its own describes them in a file of its own, and is named behind `extends`. */
export interface Tables extends ClassTables, HelpTables, PeopleTables, RecordTables, RosterTables {
  setting: { key: string; value: string };
  learner: { id: string; role: string; created_at: string };
  sandbox: {
    id: string;
    learner_id: string;
    preview_id: string;
    created_at: string;
    generation: Generated<number>;
    last_used_at: string;
    expired_at: string | null;
  };
  registry_account: { learner_id: string; name: string; created_at: string };
  attempt: {
    sequence: Generated<number>;
    learner_id: string;
    exercise: string;
    task: string;
    verdict: string;
    at: string;
  };
  /** `subject` is `exercise/<id>` or `lesson/<slug>`. */
  deed: { sequence: Generated<number>; learner_id: string; subject: string; deed: string; at: string };
}

/** What each part of the store is made of. */
export interface StoreContext {
  readonly db: Kysely<Tables>;
  readonly dialect: SqlDialect;
  /** Now, as ISO 8601 in UTC. */
  readonly timestamp: () => string;
}
