import { classInviteRoleSchema } from '../../src/shared/class-views.ts';
import { roleSchema } from '../../src/shared/views.ts';
import { higherRole } from '../domain/roles.ts';
import type { Store } from './port.ts';
import type { StoreContext } from './tables.ts';

export function createInvites({
  db,
  timestamp,
}: StoreContext): Pick<Store, 'createInvite' | 'hasAdminOrInvite' | 'openInvite' | 'redeemInvite'> {
  return {
    async createInvite({ tokenHash, role, inClass }) {
      await db
        .insertInto('invite')
        .values({
          token_hash: tokenHash,
          role,
          class_id: inClass?.classId ?? null,
          class_role: inClass?.role ?? null,
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
        .leftJoin('class', 'class.id', 'invite.class_id')
        .select(['invite.role', 'invite.class_role', 'class.name', 'class.archived_at'])
        .where('token_hash', '=', tokenHash)
        .where('redeemed_by', 'is', null)
        .executeTakeFirst();
      if (!row || row.archived_at !== null) return undefined;
      const role = roleSchema.parse(row.role);
      if (row.name === null || row.class_role === null) return { role };
      return { role, inClass: { name: row.name, role: classInviteRoleSchema.parse(row.class_role) } };
    },

    redeemInvite(tokenHash, learnerId) {
      return db.transaction().execute(async (transaction) => {
        const invite = await transaction
          .updateTable('invite')
          .set({ redeemed_by: learnerId, redeemed_at: timestamp() })
          .where('token_hash', '=', tokenHash)
          .where('redeemed_by', 'is', null)
          .returning(['role', 'class_id', 'class_role'])
          .executeTakeFirst();
        if (!invite) return undefined;
        const learner = transaction.selectFrom('learner').select('role').where('id', '=', learnerId);
        const role = higherRole(
          roleSchema.parse((await learner.executeTakeFirstOrThrow()).role),
          roleSchema.parse(invite.role),
        );
        await transaction.updateTable('learner').set({ role }).where('id', '=', learnerId).execute();
        if (invite.class_id !== null && invite.class_role !== null) {
          const user = transaction.selectFrom('user').select('name').where('learnerId', '=', learnerId);
          const joined = { role: invite.class_role, joined_at: timestamp(), left_at: null };
          await transaction
            .insertInto('membership')
            .values({
              class_id: invite.class_id,
              learner_id: learnerId,
              name: (await user.executeTakeFirstOrThrow()).name,
              ...joined,
            })
            .onConflict((conflict) => conflict.columns(['class_id', 'learner_id']).doUpdateSet(joined))
            .execute();
        }
        return role;
      });
    },
  };
}
