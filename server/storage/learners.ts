import { roleSchema } from '../../src/shared/views.ts';
import type { Store } from './port.ts';
import type { StoreContext } from './tables.ts';

export function createLearners({ db, timestamp }: StoreContext): Pick<Store, 'createLearner' | 'learner'> {
  return {
    async createLearner({ id, role }) {
      await db.insertInto('learner').values({ id, role, created_at: timestamp() }).execute();
    },

    async learner(id) {
      const row = await db.selectFrom('learner').selectAll().where('id', '=', id).executeTakeFirst();
      return row && { id, role: roleSchema.parse(row.role) };
    },
  };
}
