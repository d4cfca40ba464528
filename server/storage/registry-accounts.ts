import type { LearnerId } from '../../src/shared/ids.ts';
import type { Store } from './port.ts';
import type { StoreContext } from './tables.ts';

export function createRegistryAccounts(
  context: StoreContext,
): Pick<Store, 'registryAccountOf' | 'claimRegistryAccount'> {
  const { db, timestamp } = context;
  const registryAccountOf = async (learnerId: LearnerId) => {
    const row = await db
      .selectFrom('registry_account')
      .select('name')
      .where('learner_id', '=', learnerId)
      .executeTakeFirst();
    return row?.name;
  };
  return {
    registryAccountOf,

    async claimRegistryAccount(learnerId, name) {
      await db
        .insertInto('registry_account')
        .values({ learner_id: learnerId, name, created_at: timestamp() })
        // Either the learner has one, or somebody else has this one.
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return registryAccountOf(learnerId);
    },
  };
}
