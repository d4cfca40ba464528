import { createHash } from 'node:crypto';
import { z } from 'zod';

/** An invitation's token: 32 random bytes in base64url. Only its hash is kept, so that whoever reads the store can't use it. */
export const inviteTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export function hashInviteToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The token stands behind `#`, which browsers send to nobody: it reaches no log and no other site. */
export function inviteUrl(publicUrl: URL, token: string): string {
  return new URL(`/invite/#${token}`, publicUrl).href;
}

/** Where a new password is set; its token is as secret as an invitation's. */
export function resetUrl(publicUrl: URL, token: string): string {
  return new URL(`/new-password/#${token}`, publicUrl).href;
}
