import { MIN_PASSWORD_LENGTH } from '../../src/shared/account-views.ts';
import { commonPasswords } from './common-passwords.ts';

/** Fewer different characters are a pattern, however long. */
const MIN_DIFFERENT_CHARACTERS = 5;

/** What is wrong with a password, in words; `undefined` for one that may be taken. Which kinds of characters it has is nobody's business (NIST SP 800-63B). */
export function passwordProblem(password: string, email: string): string | undefined {
  if (password.length < MIN_PASSWORD_LENGTH) {
    return `The password is too short: it needs ${MIN_PASSWORD_LENGTH} characters or more. Four words that don’t belong together are easy to remember.`;
  }
  const letters = password.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const name = email.toLowerCase().split('@', 1)[0] ?? '';
  const isGuessed =
    commonPasswords.has(letters) ||
    new Set(password).size < MIN_DIFFERENT_CHARACTERS ||
    password.toLowerCase() === email.toLowerCase() ||
    (name.length >= 4 && password.toLowerCase().replaceAll(name, '').length < 5);
  return isGuessed
    ? 'This password is among the first that others try. Take another one: four words that don’t belong together, or what a password manager makes.'
    : undefined;
}
