import type { Generated, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { verdictSchema } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { BoardEvent } from '../domain/class-progress.ts';
import type { ClassLog, LogLine } from './class-log-port.ts';

interface LogTables {
  attempt: {
    sequence: Generated<number>;
    learner_id: string;
    exercise: string;
    task: string;
    verdict: string;
    at: string;
  };
  deed: { sequence: Generated<number>; learner_id: string; deed: string; at: string };
}

/** One learner's lines in their order, whatever exercise they are of: the older indexes have the exercise before the sequence. */
export const classLogMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('attempt_of_learner').on('attempt').columns(['learner_id', 'sequence']).execute();
    await db.schema.createIndex('deed_of_learner').on('deed').columns(['learner_id', 'sequence']).execute();
  },
};

/** The logs over any database that the store is kept in. */
export function createClassLog(db: Kysely<LogTables>): ClassLog {
  const endOf = async (log: 'attempt' | 'deed') => {
    const row = await db
      .selectFrom(log)
      .select(({ fn }) => fn.max('sequence').as('sequence'))
      .executeTakeFirst();
    return Number(row?.sequence ?? 0);
  };
  return {
    async end() {
      const [attempts, deeds] = await Promise.all([endOf('attempt'), endOf('deed')]);
      return { attempts, deeds };
    },

    async lines({ log, after, limit, learner }) {
      if (log === 'attempts') {
        let query = db.selectFrom('attempt').selectAll().where('sequence', '>', after);
        if (learner !== undefined) query = query.where('learner_id', '=', learner);
        const rows = await query.orderBy('sequence').limit(limit).execute();
        return rows.map(({ exercise, task, verdict: json, at, ...row }): LogLine => {
          const verdict = verdictSchema.parse(JSON.parse(json));
          return { ...toLine(row), event: { kind: 'attempt', exercise, task, verdict, at } };
        });
      }
      let query = db.selectFrom('deed').select(['sequence', 'learner_id', 'deed', 'at']).where('sequence', '>', after);
      if (learner !== undefined) query = query.where('learner_id', '=', learner);
      const rows = await query.orderBy('sequence').limit(limit).execute();
      // As the store appended it.
      return rows.map(
        ({ deed, at, ...row }): LogLine => ({ ...toLine(row), event: { ...(JSON.parse(deed) as BoardEvent), at } }),
      );
    },
  };
}

function toLine(row: { readonly sequence: number; readonly learner_id: string }) {
  return { sequence: Number(row.sequence), learnerId: learnerIdSchema.parse(row.learner_id) };
}
