import { createHmac } from 'node:crypto';

/** Letters that only who has the secret can compute from a text, always the same: at most 32 of them, of an alphabet of at most 256. `secret` is 64 hex digits. */
export function keyedLetters(secret: string, text: string, count: number, alphabet: string): string {
  const bytes = createHmac('sha256', Buffer.from(secret, 'hex')).update(text).digest();
  return [...bytes.subarray(0, count)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
