import { execFileSync } from 'node:child_process';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { registryPassword } from '../server/domain/registry-account.ts';
import { createRegistryTokens } from './registry-tokens.ts';

const secret = 'ab'.repeat(32);

function createTokens(of = secret) {
  const pair = execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=test',
      '-keyout',
      '-',
      '-out',
      '-',
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  ).toString();
  const part = (name: string) => new RegExp(`-----BEGIN ${name}[^]*END ${name}-----`).exec(pair)?.[0] ?? '';
  return createRegistryTokens({ secret: of, key: part('PRIVATE KEY'), certificate: part('CERTIFICATE') });
}

const tokens = createTokens();
const access = async (account: string | undefined, ...scopes: string[]) =>
  decodeJwt(String((await tokens.issue(account, scopes)).token))['access'];

test('an account’s own password is accepted, and no other', () => {
  const password = registryPassword(secret, 'calm-heron');
  expect(tokens.accepts({ account: 'calm-heron', password })).toBe(true);
  expect(tokens.accepts({ account: 'bold-otter', password })).toBe(false);
  expect(tokens.accepts({ account: 'calm-heron', password: '' })).toBe(false);
  expect(createTokens('cd'.repeat(32)).accepts({ account: 'calm-heron', password })).toBe(false);
});

test('everybody pulls, and pushes to their own space alone', async () => {
  expect(await access('calm-heron', 'repository:calm-heron/web:pull,push')).toEqual([
    { type: 'repository', name: 'calm-heron/web', actions: ['pull', 'push'] },
  ]);
  expect(await access('calm-heron', 'repository:bold-otter/web:pull,push')).toEqual([
    { type: 'repository', name: 'bold-otter/web', actions: ['pull'] },
  ]);
  expect(await access(undefined, 'repository:calm-heron/web:pull,push', 'repository:x:push')).toEqual([
    { type: 'repository', name: 'calm-heron/web', actions: ['pull'] },
  ]);
  expect(await access('calm', 'repository:calm-heron/web:push,delete')).toEqual([]);
  expect(await access('calm-heron', 'repository:calm-heron/web:*')).toEqual([
    { type: 'repository', name: 'calm-heron/web', actions: ['pull', 'push', 'delete'] },
  ]);
});

test('what is not a repository’s scope grants nothing', async () => {
  expect(
    await access('calm-heron', 'registry:catalog:*', 'repository(plugin):calm-heron/x:push', 'nonsense', ''),
  ).toEqual([]);
});

test('a token lets its holder send to the repositories that it names, and is nobody else’s to make', async () => {
  const { token } = await tokens.issue('calm-heron', ['repository:calm-heron/web:pull,push']);
  expect(await tokens.holderOf(token, 'calm-heron/web')).toEqual({ account: 'calm-heron', maySend: true });
  expect(await tokens.holderOf(token, 'calm-heron/other')).toEqual({ account: 'calm-heron', maySend: false });
  expect(await tokens.holderOf(`${token.slice(0, -4)}AAAA`, 'calm-heron/web')).toBeUndefined();
  const { token: foreign } = await createTokens().issue('calm-heron', ['repository:calm-heron/web:pull,push']);
  expect(await tokens.holderOf(foreign, 'calm-heron/web')).toBeUndefined();
});
