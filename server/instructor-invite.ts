import { randomBytes } from 'node:crypto';
import { hashInviteToken, inviteUrl } from './domain/invite.ts';
import type { Store } from './storage/port.ts';

/** Makes a one-time link that makes an instructor. */
export async function createInviteUrl(store: Pick<Store, 'createInvite'>, publicUrl: URL): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await store.createInvite(hashInviteToken(token));
  return inviteUrl(publicUrl, token);
}

/** The link for the first instructor, where there is neither an instructor nor a link that waits for one. */
export async function createFirstInviteUrl(
  store: Pick<Store, 'createInvite' | 'hasInstructorOrInvite'>,
  publicUrl: URL,
): Promise<string | undefined> {
  return (await store.hasInstructorOrInvite()) ? undefined : createInviteUrl(store, publicUrl);
}
