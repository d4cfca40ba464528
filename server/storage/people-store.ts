import type { Kysely } from 'kysely';
import { roleSchema } from '../../src/shared/views.ts';
import { higherRole } from '../domain/roles.ts';
import { FORGET_AFTER_MS, lockMs } from '../domain/sign-in-lock.ts';
import type { PeopleStore } from './people-port.ts';

interface PeopleTables {
  learner: { id: string; role: string };
  /** `class_id` and `class_role` are `null` where it is for no class. */
  invite: {
    token_hash: string;
    role: string;
    class_id: string | null;
    class_role: string | null;
    created_at: string;
    redeemed_by: string | null;
    redeemed_at: string | null;
  };
  user: { learnerId: string };
  /** `locked_until` is empty while attempts are looked at. */
  sign_in_lock: { name_hash: string; failures: number; locked_until: string; at: string };
}

export function createPeopleStore(database: Kysely<any>, now: () => Date): PeopleStore {
  const db: Kysely<PeopleTables> = database;
  const timestamp = () => now().toISOString();
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

    beginSignIn(nameHash) {
      return db.transaction().execute(async (transaction) => {
        const at = timestamp();
        await transaction
          .deleteFrom('sign_in_lock')
          .where('at', '<', new Date(now().getTime() - FORGET_AFTER_MS).toISOString())
          .execute();
        // The write comes first, so that two at the same time are counted one after the other.
        await transaction
          .insertInto('sign_in_lock')
          .values({ name_hash: nameHash, failures: 0, locked_until: '', at })
          .onConflict((conflict) => conflict.column('name_hash').doUpdateSet({ at }))
          .execute();
        const row = await transaction
          .selectFrom('sign_in_lock')
          .select(['failures', 'locked_until'])
          .where('name_hash', '=', nameHash)
          .executeTakeFirstOrThrow();
        if (row.locked_until > at) return row.locked_until;
        const failures = row.failures + 1;
        const lock = lockMs(failures);
        await transaction
          .updateTable('sign_in_lock')
          .set({ failures, locked_until: lock === 0 ? '' : new Date(now().getTime() + lock).toISOString() })
          .where('name_hash', '=', nameHash)
          .execute();
        return undefined;
      });
    },

    async forgetSignIns(nameHash) {
      await db.deleteFrom('sign_in_lock').where('name_hash', '=', nameHash).execute();
    },
  };
}
