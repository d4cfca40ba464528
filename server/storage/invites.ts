import type { Store } from './port.ts';
import type { StoreContext } from './tables.ts';

export function createInvites(
  context: StoreContext,
): Pick<Store, 'createInvite' | 'hasInstructorOrInvite' | 'inviteIsOpen' | 'redeemInvite'> {
  const { db, timestamp } = context;
  return {
    async createInvite(tokenHash) {
      await db
        .insertInto('invite')
        .values({ token_hash: tokenHash, created_at: timestamp(), redeemed_by: null, redeemed_at: null })
        .execute();
    },

    async hasInstructorOrInvite() {
      const instructor = await db
        .selectFrom('learner')
        .select('id')
        .where('role', '=', 'instructor')
        .executeTakeFirst();
      if (instructor) return true;
      const invite = await db
        .selectFrom('invite')
        .select('token_hash')
        .where('redeemed_by', 'is', null)
        .executeTakeFirst();
      return invite !== undefined;
    },

    async inviteIsOpen(tokenHash) {
      const row = await db.selectFrom('invite').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
      return row !== undefined && row.redeemed_by === null;
    },

    redeemInvite(tokenHash, learnerId) {
      return db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('invite')
          .set({ redeemed_by: learnerId, redeemed_at: timestamp() })
          .where('token_hash', '=', tokenHash)
          .where('redeemed_by', 'is', null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await transaction.updateTable('learner').set({ role: 'instructor' }).where('id', '=', learnerId).execute();
        return true;
      });
    },
  };
}
