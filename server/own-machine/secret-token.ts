import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from './private-folder.ts';

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What the link has, and with it whoever may use the person's shell. */
export interface SecretToken {
  /** base64url of 32 random bytes. */
  readonly text: string;
  /** In constant time. */
  isSame(other: string): boolean;
  /** Signs the cookies: with another token all browsers are strangers again. 64 hex digits. */
  readonly cookieSecret: string;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * The token of this data folder, made when there is none yet. It stays for the next start, so that a bookmark and an open browser go on; deleting the file makes
 * another, and shuts every browser out.
 */
export async function openSecretToken(privateFolder: string): Promise<SecretToken> {
  await makePrivateFolder(privateFolder);
  const file = join(privateFolder, 'token');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  const text = TOKEN.test(kept) ? kept : randomBytes(TOKEN_BYTES).toString('base64url');
  if (text !== kept) await writeFile(file, `${text}\n`, { mode: 0o600 });
  // One that was copied here may be open to others.
  await chmod(file, 0o600);
  const expected = digest(text);
  return {
    text,
    isSame: (other) => timingSafeEqual(digest(other), expected),
    cookieSecret: createHmac('sha256', text).update('cookies').digest('hex'),
  };
}
