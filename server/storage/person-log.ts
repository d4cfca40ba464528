import { type Selectable, sql } from 'kysely';
import { verdictSchema } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { Deed, LogLine, PersonLog } from './port.ts';
import type { StoreContext } from './tables.ts';

interface LineRow {
  log: LogLine['log'];
  sequence: number | string;
  learner_id: string;
  exercise: string;
  task: string;
  content: string;
  at: string;
}

function toLine(row: Selectable<LineRow>): LogLine {
  const { exercise, task, content, at } = row;
  const learnerId = learnerIdSchema.parse(row.learner_id);
  const sequence = Number(row.sequence);
  if (row.log === 'deed') {
    return { log: 'deed', sequence, deed: { ...(JSON.parse(content) as Deed), learnerId, at } };
  }
  const verdict = verdictSchema.parse(JSON.parse(content));
  return { log: 'attempt', sequence, attempt: { learnerId, exercise, task, verdict, at } };
}

export function createPersonLog({ db }: Pick<StoreContext, 'db'>): PersonLog {
  return {
    async page(learnerId, { limit, after, isNewestFirst = false, exercise }) {
      const [comparison, order] = isNewestFirst ? [sql.raw('<'), sql.raw('desc')] : [sql.raw('>'), sql.raw('asc')];
      const place = after
        ? sql`where (at, log, sequence) ${comparison} (${after.at}, ${after.log}, ${after.sequence})`
        : sql``;
      const { rows } = await sql<LineRow>`
        select * from (
          select 'attempt' as log, sequence, learner_id, exercise, task, verdict as content, at
          from attempt where learner_id = ${learnerId} ${exercise === undefined ? sql`` : sql`and exercise = ${exercise}`}
          union all
          select 'deed' as log, sequence, learner_id, subject as exercise, '' as task, deed as content, at
          from deed where learner_id = ${learnerId} ${exercise === undefined ? sql`` : sql`and subject = ${`exercise/${exercise}`}`}
        ) as line
        ${place}
        order by at ${order}, log ${order}, sequence ${order}
        limit ${limit}`.execute(db);
      return rows.map(toLine);
    },
  };
}
