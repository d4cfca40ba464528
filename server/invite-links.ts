import { randomBytes } from 'node:crypto';
import type { Role } from '../src/shared/views.ts';
import { hashInviteToken, inviteUrl } from './domain/invite.ts';
import type { ClassInvite } from './storage/people-port.ts';
import type { Store } from './storage/port.ts';

/** Makes a one-time link that makes whoever uses it what it says. */
export async function createInviteUrl(
  store: Pick<Store, 'createInvite'>,
  publicUrl: URL,
  role: Role,
  inClass?: ClassInvite,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await store.createInvite({ tokenHash: hashInviteToken(token), role, ...(inClass && { inClass }) });
  return inviteUrl(publicUrl, token);
}

/** The link for the first admin, where there is neither one nor a link that waits for one. */
export async function createFirstInviteUrl(
  store: Pick<Store, 'createInvite' | 'hasAdminOrInvite'>,
  publicUrl: URL,
): Promise<string | undefined> {
  return (await store.hasAdminOrInvite()) ? undefined : createInviteUrl(store, publicUrl, 'admin');
}
