import { FORGET_AFTER_MS, lockMs } from '../domain/sign-in-lock.ts';
import type { Store } from './port.ts';
import type { StoreContext } from './tables.ts';

export function createSignInLocks({ db, timestamp }: StoreContext): Pick<Store, 'beginSignIn' | 'forgetSignIns'> {
  return {
    beginSignIn(nameHash) {
      return db.transaction().execute(async (transaction) => {
        const at = timestamp();
        const now = Date.parse(at);
        await transaction
          .deleteFrom('sign_in_lock')
          .where('at', '<', new Date(now - FORGET_AFTER_MS).toISOString())
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
          .set({ failures, locked_until: lock === 0 ? '' : new Date(now + lock).toISOString() })
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
