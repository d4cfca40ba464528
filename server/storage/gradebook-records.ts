import { GRADEBOOK_VERSION, keptGradebookSchema } from '../../src/shared/gradebook.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { GradebookRecords } from './record-port.ts';
import type { StoreContext } from './tables.ts';

export function createGradebookRecords({ db, timestamp }: StoreContext): GradebookRecords {
  return {
    async settings(classId) {
      const row = await db
        .selectFrom('gradebook')
        .select('settings')
        .where('class_id', '=', classId)
        .executeTakeFirst();
      return row && keptGradebookSchema.parse(JSON.parse(row.settings)).settings;
    },

    async changeSettings(classId, settings) {
      const kept = {
        settings: JSON.stringify({ version: GRADEBOOK_VERSION, settings }),
        changed_at: timestamp(),
      };
      await db
        .insertInto('gradebook')
        .values({ class_id: classId, ...kept })
        .onConflict((conflict) => conflict.column('class_id').doUpdateSet(kept))
        .execute();
    },

    async appendOverride(classId, { learnerId, exercise, points, reason, madeBy }) {
      await db
        .insertInto('grade_override')
        .values({
          class_id: classId,
          learner_id: learnerId,
          exercise,
          points,
          reason,
          made_by: madeBy,
          at: timestamp(),
        })
        .execute();
    },

    async overrides(classId, learnerId) {
      let query = db.selectFrom('grade_override').selectAll().where('class_id', '=', classId);
      if (learnerId !== undefined) query = query.where('learner_id', '=', learnerId);
      const rows = await query.orderBy('sequence').execute();
      return rows.map((row) => ({
        learnerId: learnerIdSchema.parse(row.learner_id),
        exercise: row.exercise,
        points: row.points,
        reason: row.reason,
        madeBy: row.made_by === null ? null : learnerIdSchema.parse(row.made_by),
        at: row.at,
      }));
    },
  };
}
