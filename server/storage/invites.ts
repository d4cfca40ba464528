import { roleSchema } from '../../src/shared/views.ts';
import { higherRole } from '../domain/roles.ts';
import type { Store } from './port.ts';
import type { StoreContext } from './tables.ts';

export function createInvites({
  db,
  timestamp,
}: StoreContext): Pick<Store, 'createInvite' | 'hasAdminOrInvite' | 'openInvite' | 'redeemInvite'> {
  return {
    async createInvite({ tokenHash, role }) {
      await db
        .insertInto('invite')
        .values({
          token_hash: tokenHash,
          role,
          class_id: null,
          class_role: null,
          created_at: timestamp(),
          redeemed_by: null,
          redeemed_at: null,
        })
        .execute();
    },

    async hasAdminOrInvite() {
      const admin = await db
        .selectFrom('learner')
        .innerJoin('user', 'user.learnerId', 'learner.id')
        .select('learner.id')
        .where('role', '=', 'admin')
        .executeTakeFirst();
      if (admin) return true;
      const invite = await db
        .selectFrom('invite')
        .select('token_hash')
        .where('redeemed_by', 'is', null)
        .where('role', '=', 'admin')
        .executeTakeFirst();
      return invite !== undefined;
    },

    async openInvite(tokenHash) {
      const row = await db
        .selectFrom('invite')
        .select('role')
        .where('token_hash', '=', tokenHash)
        .where('redeemed_by', 'is', null)
        .executeTakeFirst();
      return row && { role: roleSchema.parse(row.role) };
    },

    redeemInvite(tokenHash, learnerId) {
      return db.transaction().execute(async (transaction) => {
        const invite = await transaction
          .updateTable('invite')
          .set({ redeemed_by: learnerId, redeemed_at: timestamp() })
          .where('token_hash', '=', tokenHash)
          .where('redeemed_by', 'is', null)
          .returning('role')
          .executeTakeFirst();
        if (!invite) return undefined;
        const learner = transaction.selectFrom('learner').select('role').where('id', '=', learnerId);
        const role = higherRole(
          roleSchema.parse((await learner.executeTakeFirstOrThrow()).role),
          roleSchema.parse(invite.role),
        );
        await transaction.updateTable('learner').set({ role }).where('id', '=', learnerId).execute();
        return role;
      });
    },
  };
}
