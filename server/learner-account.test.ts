import { expect, test } from 'vitest';
import { learnerIdSchema } from '../src/shared/ids.ts';
import { learnerAccount } from './learner-account.ts';
import { createSqliteStore } from './storage/sqlite-store.ts';

const [ada, ben, cleo] = ['a', 'b', 'c'].map((digit) => learnerIdSchema.parse(digit.repeat(32))) as [
  never,
  never,
  never,
];

async function storeOfThree() {
  const store = await createSqliteStore({ file: ':memory:', now: () => new Date() });
  for (const id of [ada, ben, cleo]) await store.createLearner({ id, role: 'learner' });
  return store;
}

test('a learner keeps the account that they were given first', async () => {
  await using store = await storeOfThree();
  expect(await learnerAccount(store, ada, () => 0)).toBe('amber-alpaca');
  expect(await learnerAccount(store, ada, () => 1)).toBe('amber-alpaca');
});

test('learners with the same two words are told apart by a number', async () => {
  await using store = await storeOfThree();
  expect(await learnerAccount(store, ada, () => 0)).toBe('amber-alpaca');
  expect(await learnerAccount(store, ben, () => 0)).toBe('amber-alpaca-2');
  expect(await learnerAccount(store, cleo, () => 0)).toBe('amber-alpaca-3');
});

test('two requests at once give one account, and two learners at once two', async () => {
  await using store = await storeOfThree();
  let draw = 0;
  const ask = (learner: typeof ada) => learnerAccount(store, learner, () => draw++);
  const [first, second, other] = await Promise.all([ask(ada), ask(ada), ask(ben)]);
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  const same = await Promise.all([cleo, cleo].map((learner) => learnerAccount(store, learner, () => 0)));
  expect(new Set(same).size).toBe(1);
});
