import { verdictSchema } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { BoardEvent } from '../domain/class-progress.ts';
import type { ClassLog, LogLine } from './class-log-port.ts';
import type { StoreContext } from './tables.ts';

export function createClassLog({ db }: Pick<StoreContext, 'db'>): ClassLog {
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
