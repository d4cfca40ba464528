import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';
import type { NewPasskeyAccount } from '../shared/account-views.ts';
import { ask, problemOf, send } from './account.ts';

/** Browsers give passkeys to pages of HTTPS and of `localhost` alone. */
export const hasPasskeys = browserSupportsWebAuthn;

const GIVEN_UP = 'No passkey was used. Try again when you want to.';

function words(error: unknown): string {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') {
    return 'This device has a passkey for this account already.';
  }
  if (error instanceof WebAuthnError && error.code === 'ERROR_INVALID_RP_ID') {
    return 'Passkeys need a name: this Drydock is opened by a bare address. Open it by its name.';
  }
  return GIVEN_UP;
}

/** Resolves with what went wrong. `asAutofill` waits until the learner chooses a passkey in the field of the e-mail address. */
export async function signInWithPasskey({ asAutofill = false } = {}): Promise<string | undefined> {
  const options = await ask('/api/auth/passkey/generate-authenticate-options');
  if (!options.isOk) return options.message;
  const optionsJSON = (await options.response.json()) as PublicKeyCredentialRequestOptionsJSON;
  try {
    const response = await startAuthentication({ optionsJSON, useBrowserAutofill: asAutofill });
    return await problemOf(send('/api/auth/passkey/verify-authentication', { response }));
  } catch (error) {
    return words(error);
  }
}

export function offersAutofill(): Promise<boolean> {
  return browserSupportsWebAuthnAutofill();
}

/** Makes one for the account that is signed in. Resolves with what went wrong. */
export async function addPasskey(name: string): Promise<string | undefined> {
  const options = await ask('/api/auth/passkey/generate-register-options');
  if (!options.isOk) return options.message;
  const optionsJSON = (await options.response.json()) as PublicKeyCredentialCreationOptionsJSON;
  try {
    const response = await startRegistration({ optionsJSON });
    return await problemOf(send('/api/auth/passkey/verify-registration', { response, name }));
  } catch (error) {
    return words(error);
  }
}

/** Makes an account that has no password. Resolves with what went wrong. */
export async function makePasskeyAccount(account: NewPasskeyAccount): Promise<string | undefined> {
  const options = await send('/api/account/passkey-options', account);
  if (!options.isOk) return options.message;
  const optionsJSON = (await options.response.json()) as PublicKeyCredentialCreationOptionsJSON;
  try {
    const response = await startRegistration({ optionsJSON });
    const { invite } = account;
    return await problemOf(send('/api/account/passkey', { response, ...(invite === undefined ? {} : { invite }) }));
  } catch (error) {
    return words(error);
  }
}
