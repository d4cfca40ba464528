import type { Store } from './port.ts';
import type { StoreContext } from './tables.ts';

export function createSettings({ db }: StoreContext): Pick<Store, 'once'> {
  return {
    async once(key, make) {
      await db
        .insertInto('setting')
        .values({ key, value: make() })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
      const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirstOrThrow();
      return row.value;
    },
  };
}
