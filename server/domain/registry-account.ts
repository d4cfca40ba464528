import { keyedLetters } from './keyed-letters.ts';

/** Where learners push to and pull from, seen from a sandbox. The name is reserved for private use, so no public registry has it. */
export const registryHost = 'registry.internal';

/** How a learner logs in to the course registry. */
export interface RegistryLogin {
  readonly account: string;
  readonly password: string;
}

/** 20 characters of 5 bits: nobody guesses that through a network. */
const PASSWORD_CHARACTERS = 20;
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * The password that goes with an account of the course registry: whoever has the installation's secret can compute it, so that it need not be kept or
 * asked for. `secret` is 64 hex digits.
 */
export function registryPassword(secret: string, account: string): string {
  return keyedLetters(secret, `registry account ${account}`, PASSWORD_CHARACTERS, ALPHABET);
}
