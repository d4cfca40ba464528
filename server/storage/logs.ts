import { verdictSchema } from '../../src/shared/exercise/index.ts';
import type { Attempt, Deed, LoggedDeed, Store } from './port.ts';
import type { StoreContext } from './tables.ts';

function subjectOf(subject: { readonly exercise: string } | { readonly lesson: string }): string {
  return 'exercise' in subject ? `exercise/${subject.exercise}` : `lesson/${subject.lesson}`;
}

/** What learners did and what checks decided: appended to, and read. */
export function createLogs({ db }: StoreContext): Pick<Store, 'appendAttempt' | 'attempts' | 'appendDeed' | 'deeds'> {
  return {
    async appendAttempt({ learnerId, exercise, task, verdict, at }) {
      await db
        .insertInto('attempt')
        .values({ learner_id: learnerId, exercise, task, verdict: JSON.stringify(verdict), at })
        .execute();
    },

    async attempts(learnerId, exercise) {
      let query = db.selectFrom('attempt').selectAll().where('learner_id', '=', learnerId);
      if (exercise !== undefined) query = query.where('exercise', '=', exercise);
      const rows = await query.orderBy('sequence').execute();
      return rows.map(
        (row): Attempt => ({
          learnerId,
          exercise: row.exercise,
          task: row.task,
          verdict: verdictSchema.parse(JSON.parse(row.verdict)),
          at: row.at,
        }),
      );
    },

    async appendDeed({ learnerId, at, ...deed }) {
      const subject = subjectOf('exercise' in deed ? { exercise: deed.exercise } : { lesson: deed.lesson });
      await db
        .insertInto('deed')
        .values({ learner_id: learnerId, subject, deed: JSON.stringify(deed), at })
        .execute();
    },

    async deeds(learnerId, subject) {
      const rows = await db
        .selectFrom('deed')
        .selectAll()
        .where('learner_id', '=', learnerId)
        .where('subject', '=', subjectOf(subject))
        .orderBy('sequence')
        .execute();
      return rows.map((row): LoggedDeed => ({ ...(JSON.parse(row.deed) as Deed), learnerId, at: row.at }));
    },
  };
}
