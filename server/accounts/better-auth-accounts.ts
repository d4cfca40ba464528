import { randomBytes } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { isAPIError } from 'better-auth/api';
import { type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import {
  ADDRESS_HEADER,
  type BetterAuthSettings,
  betterAuthOptions,
  OIDC,
  RESET_SECONDS,
} from './better-auth-options.ts';
import type { AccountRequest, Accounts } from './port.ts';

/** No limit counts for longer than a minute. */
const FORGET_REQUESTS_AFTER_MS = 60 * 60_000;

interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: Date;
}

interface PasskeyRow {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: Date | null;
}

function headersOf({ cookie, userAgent, origin, address }: AccountRequest): Headers {
  const headers = new Headers({ [ADDRESS_HEADER]: address });
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (userAgent !== undefined) headers.set('user-agent', userAgent);
  if (origin !== undefined) headers.set('origin', origin);
  return headers;
}

/** Accounts by better-auth, in the tables of the store. */
export function createBetterAuthAccounts(settings: BetterAuthSettings): Accounts {
  const options = betterAuthOptions(settings);
  const auth = betterAuth(options);
  const sessionCookie = `${options.advanced.cookiePrefix}.session_token=`;

  const userOf = async (learner: LearnerId): Promise<UserRow | null> => {
    const { adapter } = await auth.$context;
    return adapter.findOne<UserRow>({ model: 'user', where: [{ field: 'learnerId', value: learner }] });
  };

  return {
    provider: settings.oidc?.name,

    async read(cookieHeader) {
      // Most who read have none, and cost no question.
      if (!cookieHeader?.includes(sessionCookie)) return undefined;
      const headers = new Headers({ cookie: cookieHeader });
      const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
      if (!found) return undefined;
      const { session, user } = found;
      return {
        id: session.id,
        learnerId: learnerIdSchema.parse(user.learnerId),
        name: user.name,
        email: user.email,
        since: session.createdAt,
      };
    },

    async renew(request) {
      if (!request.cookie?.includes(sessionCookie)) return [];
      const { headers } = await auth.api.getSession({ headers: headersOf(request), returnHeaders: true });
      return headers.getSetCookie();
    },

    async has(learner) {
      return (await userOf(learner)) !== null;
    },

    async record(learner) {
      const user = await userOf(learner);
      if (!user) return undefined;
      const { adapter, internalAdapter } = await auth.$context;
      const [ways, passkeys, sessions] = await Promise.all([
        internalAdapter.findAccounts(user.id),
        adapter.findMany<PasskeyRow>({ model: 'passkey', where: [{ field: 'userId', value: user.id }] }),
        internalAdapter.listSessions(user.id, { onlyActiveSessions: true }),
      ]);
      return {
        name: user.name,
        email: user.email,
        createdAt: user.createdAt.toISOString(),
        hasPassword: ways.some(({ providerId }) => providerId === 'credential'),
        isConnected: ways.some(({ providerId }) => providerId === OIDC),
        passkeys: passkeys.map(({ id, name, createdAt }) => ({
          id,
          name: name ?? 'Passkey',
          createdAt: (createdAt ?? user.createdAt).toISOString(),
        })),
        sessions: sessions.map(({ id, userAgent, createdAt, updatedAt }) => ({
          id,
          userAgent: userAgent ?? '',
          createdAt: createdAt.toISOString(),
          lastUsedAt: updatedAt.toISOString(),
        })),
      };
    },

    async create(body, request) {
      try {
        const { headers } = await auth.api.signUpEmail({ body, headers: headersOf(request), returnHeaders: true });
        return { isOk: true, cookies: headers.getSetCookie() };
      } catch (error) {
        if (isAPIError(error)) return { isOk: false, code: error.body?.code ?? error.message };
        throw error;
      }
    },

    async rename(learner, name) {
      const user = await userOf(learner);
      if (user) await (await auth.$context).internalAdapter.updateUser(user.id, { name });
    },

    async endSession(learner, id) {
      const user = await userOf(learner);
      if (!user) return false;
      const { internalAdapter } = await auth.$context;
      const session = (await internalAdapter.listSessions(user.id)).find((each) => each.id === id);
      if (!session) return false;
      await internalAdapter.deleteSession(session.token);
      return true;
    },

    async endSessions(learner) {
      const user = await userOf(learner);
      if (user) await (await auth.$context).internalAdapter.deleteUserSessions(user.id);
    },

    async remove(learner) {
      const user = await userOf(learner);
      if (!user) return;
      const { internalAdapter } = await auth.$context;
      await internalAdapter.deleteUserSessions(user.id);
      // Its ways to sign in and its passkeys go with it.
      await internalAdapter.deleteUser(user.id);
    },

    async createReset(email) {
      const { internalAdapter } = await auth.$context;
      const found = await internalAdapter.findUserByEmail(email.trim().toLowerCase());
      if (!found) return undefined;
      const token = randomBytes(32).toString('base64url');
      await internalAdapter.createVerificationValue({
        identifier: `reset-password:${token}`,
        value: found.user.id,
        expiresAt: new Date(Date.now() + RESET_SECONDS * 1_000),
      });
      return token;
    },

    async tidy() {
      const { adapter } = await auth.$context;
      const now = new Date();
      const longAgo = now.getTime() - FORGET_REQUESTS_AFTER_MS;
      const ended = [{ field: 'expiresAt', operator: 'lt', value: now }] as const;
      await adapter.deleteMany({ model: 'session', where: [...ended] });
      await adapter.deleteMany({ model: 'verification', where: [...ended] });
      await adapter.deleteMany({
        model: 'rateLimit',
        where: [{ field: 'lastRequest', operator: 'lt', value: longAgo }],
      });
    },

    call({ method, path, body, ...request }) {
      const headers = headersOf(request);
      if (body !== undefined) headers.set('content-type', 'application/json');
      return auth.handler(
        new Request(new URL(`/api/auth${path}`, settings.publicUrl), {
          method,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    },
  };
}
