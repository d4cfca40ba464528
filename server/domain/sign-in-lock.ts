import { createHash } from 'node:crypto';

/** Typing errors of a person, and no dictionary. */
export const FREE_FAILURES = 5;

const FIRST_LOCK_MS = 30_000;

/** Longer would keep out whoever an account belongs to for as long as somebody else likes; this leaves 24 guesses a day. */
const LONGEST_LOCK_MS = 60 * 60_000;

/** What nobody tried for so long is forgotten. */
export const FORGET_AFTER_MS = 24 * 60 * 60_000;

/** For how long no password is looked at after so many that were wrong in a row. */
export function lockMs(failures: number): number {
  const beyond = failures - FREE_FAILURES;
  return beyond < 0 ? 0 : Math.min(FIRST_LOCK_MS * 2 ** beyond, LONGEST_LOCK_MS);
}

/** What a lock is kept under: a list of who was tried is nobody's business. Accounts that do not exist have locks as well, so that nobody can tell them apart. */
export function signInNameHash(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
}
