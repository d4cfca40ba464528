import type { LearnerId } from '../../src/shared/ids.ts';
import type { Store } from './port.ts';
import type { PersonalRecords } from './record-port.ts';
import type { StoreContext } from './tables.ts';

export function createRegistryAccounts(
  context: StoreContext,
  personal: Pick<PersonalRecords, 'isAccountRetired'>,
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
      // Its password is computed from it, and who had it may remember that.
      if (await personal.isAccountRetired(name)) return registryAccountOf(learnerId);
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
