import type { Selectable } from 'kysely';
import { learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import type { SandboxRow, Store } from './port.ts';
import type { StoreContext, Tables } from './tables.ts';

function toSandboxRow(row: Selectable<Tables['sandbox']>): SandboxRow {
  return {
    id: sandboxIdSchema.parse(row.id),
    learnerId: learnerIdSchema.parse(row.learner_id),
    previewId: row.preview_id,
    generation: row.generation,
    lastUsedAt: row.last_used_at,
    expiredAt: row.expired_at,
  };
}

export function createSandboxes(
  context: StoreContext,
): Pick<
  Store,
  | 'sandboxOf'
  | 'assignSandbox'
  | 'sandboxByPreviewId'
  | 'sandboxes'
  | 'beginLaunch'
  | 'sandboxGeneration'
  | 'noteUse'
  | 'expireSandbox'
> {
  const { db, timestamp } = context;
  const present = () => db.selectFrom('sandbox').selectAll().where('expired_at', 'is', null);
  return {
    async sandboxOf(learnerId) {
      const row = await db.selectFrom('sandbox').selectAll().where('learner_id', '=', learnerId).executeTakeFirst();
      return row && toSandboxRow(row);
    },

    async assignSandbox(learnerId, fresh, replaced) {
      const at = timestamp();
      const values = { id: fresh.id, preview_id: fresh.previewId, created_at: at, last_used_at: at, expired_at: null };
      if (replaced === null) {
        await db
          .insertInto('sandbox')
          .values({ ...values, learner_id: learnerId })
          .onConflict((conflict) => conflict.column('learner_id').doNothing())
          .execute();
      } else {
        await db
          .updateTable('sandbox')
          .set({ ...values, generation: 0 })
          .where('learner_id', '=', learnerId)
          .where('id', '=', replaced)
          .execute();
      }
      return toSandboxRow(
        await db.selectFrom('sandbox').selectAll().where('learner_id', '=', learnerId).executeTakeFirstOrThrow(),
      );
    },

    async sandboxByPreviewId(previewId) {
      const row = await present().where('preview_id', '=', previewId).executeTakeFirst();
      return row && toSandboxRow(row);
    },

    async sandboxes() {
      return (await present().execute()).map(toSandboxRow);
    },

    async beginLaunch(id) {
      const row = await db
        .updateTable('sandbox')
        .set(({ eb }) => ({ generation: eb('generation', '+', 1), last_used_at: timestamp() }))
        .where('id', '=', id)
        .where('expired_at', 'is', null)
        .returning('generation')
        .executeTakeFirst();
      return row?.generation;
    },

    async sandboxGeneration(id) {
      return (await present().where('id', '=', id).executeTakeFirst())?.generation;
    },

    async noteUse(id, at) {
      await db.updateTable('sandbox').set({ last_used_at: at }).where('id', '=', id).execute();
    },

    async expireSandbox(id, generation) {
      const { numUpdatedRows } = await db
        .updateTable('sandbox')
        .set({ expired_at: timestamp() })
        .where('id', '=', id)
        .where('generation', '=', generation)
        .where('expired_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}
