import type { Config } from './config.ts';
import { resetUrl } from './domain/invite.ts';
import { openAccounts } from './open-accounts.ts';
import type { Store } from './storage/port.ts';

/** Makes a one-time link with which an account gets a new password; `undefined` where nobody has this e-mail address. */
export async function createAccountReset(
  store: Pick<Store, 'once' | 'database' | 'forgetSignIns'>,
  config: Pick<Config, 'publicUrl' | 'oidc'>,
  email: string,
): Promise<string | undefined> {
  const accounts = await openAccounts(store, config, {
    personFor: () => Promise.reject(new Error('No account is made here.')),
    onError: (error) => {
      throw error;
    },
  });
  const token = await accounts.createReset(email);
  return token && resetUrl(config.publicUrl, token);
}
