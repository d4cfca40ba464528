import type { PasskeyOptions } from '@better-auth/passkey';
import { APIError, getSessionFromCtx } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

/** Whose account a passkey is to be the first of. */
const newPersonSchema = z.object({ name: z.string(), email: z.string() });

function refuse(code: string): never {
  throw new APIError('BAD_REQUEST', { code, message: code });
}

/** A passkey may be the first thing that an account has: it is made once the device has answered, so that whoever gives up has none. */
export const passkeyAccounts: NonNullable<PasskeyOptions['registration']> = {
  requireSession: false,

  async resolveUser({ ctx, context }) {
    const { name, email } = newPersonSchema.parse(JSON.parse(context ?? 'null'));
    if (await ctx.context.internalAdapter.findUserByEmail(email)) refuse('USER_ALREADY_EXISTS');
    return { id: email, name: email, displayName: name };
  },

  async afterVerification({ ctx, context }) {
    // A further passkey of the account that is signed in.
    if (await getSessionFromCtx(ctx)) return;
    // It was asked for by an account that is not signed in any more.
    if (!context) refuse('UNAUTHORIZED');
    const { name, email } = newPersonSchema.parse(JSON.parse(context));
    const { internalAdapter } = ctx.context;
    if (await internalAdapter.findUserByEmail(email)) refuse('USER_ALREADY_EXISTS');
    const user = await internalAdapter.createUser({ name, email, emailVerified: false });
    await setSessionCookie(ctx, { session: await internalAdapter.createSession(user.id), user });
    return { userId: user.id };
  },
};
