import { expect, test } from 'vitest';
import { registryPassword } from './domain/registry-account.ts';
import { registrySecret } from './registry-secret.ts';
import { createSqliteStore } from './storage/sqlite-store.ts';

const emptyStore = () => createSqliteStore({ file: ':memory:', now: () => new Date() });

test('the secret is made once, and is another one in every installation', async () => {
  await using store = await emptyStore();
  await using other = await emptyStore();
  const [secret, again] = await Promise.all([registrySecret(store), registrySecret(store)]);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(again).toBe(secret);
  expect(await registrySecret(store)).toBe(secret);
  expect(await registrySecret(other)).not.toBe(secret);
});

test('a password follows from secret and account, and from nothing else', async () => {
  const secret = '0f'.repeat(32);
  expect(registryPassword(secret, 'calm-heron')).toMatch(/^[a-z2-9]{20}$/);
  expect(registryPassword(secret, 'calm-heron')).toBe(registryPassword(secret, 'calm-heron'));
  expect(registryPassword(secret, 'calm-heron-2')).not.toBe(registryPassword(secret, 'calm-heron'));
  expect(registryPassword('f0'.repeat(32), 'calm-heron')).not.toBe(registryPassword(secret, 'calm-heron'));
});
