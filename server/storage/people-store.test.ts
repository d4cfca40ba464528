import { peopleContract } from './people-contract.ts';
import { createSqliteStore } from './sqlite-store.ts';

peopleContract('in memory', async (use) => {
  let now = Date.parse('2026-01-02T03:04:05Z');
  await using store = await createSqliteStore({ file: ':memory:', now: () => new Date(now) });
  await use(store, (ms) => {
    now += ms;
  });
});
