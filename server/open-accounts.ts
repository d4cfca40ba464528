import { randomBytes } from 'node:crypto';
import { createBetterAuthAccounts } from './accounts/better-auth-accounts.ts';
import type { BetterAuthSettings } from './accounts/better-auth-options.ts';
import type { Accounts } from './accounts/port.ts';
import type { Config } from './config.ts';
import { signInNameHash } from './domain/sign-in-lock.ts';
import { createOwnOrigin } from './edge/origin.ts';
import type { Store } from './storage/port.ts';

/** The accounts of an installation. */
export async function openAccounts(
  store: Pick<Store, 'once' | 'database' | 'forgetSignIns'>,
  { publicUrl, oidc }: Pick<Config, 'publicUrl' | 'oidc'>,
  { personFor, onError }: Pick<BetterAuthSettings, 'personFor' | 'onError'>,
): Promise<Accounts> {
  const secret = await store.once('account-secret', () => randomBytes(32).toString('hex'));
  const { isOwnOrigin } = createOwnOrigin(publicUrl);
  return createBetterAuthAccounts({
    database: store.database,
    secret,
    publicUrl,
    isOwnOrigin,
    oidc,
    personFor,
    // Whoever has forgotten a password has tried some that were wrong.
    onPasswordReset: (email) => store.forgetSignIns(signInNameHash(email)),
    onError,
  });
}
