import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountViewSchema, MAX_NAME_LENGTH, newPasswordSchema, renameSchema } from '../../src/shared/account-views.ts';
import { deviceWords } from '../domain/device-words.ts';
import { passwordProblem } from '../domain/password-rules.ts';
import { LearnerError } from '../errors.ts';
import type { Store } from '../storage/port.ts';
import { accountRequest, failAsAway, passOn, refusalOf } from './account-answers.ts';
import { type NewAccountApiOptions, registerNewAccounts } from './new-account-api.ts';
import { accountOf, tooOften } from './route-access.ts';
import { beginAttempt, type SignInApiOptions } from './sign-in-api.ts';

/** A class that makes its accounts behind one address. */
const ACCOUNTS_PER_MINUTE = 60;

/** For how long after signing in a passkey may be added. */
const FRESH_MS = 24 * 60 * 60_000;

/** A pile of them is no person's. */
const MAX_PASSKEYS = 20;

export interface AccountApiOptions extends SignInApiOptions, Pick<NewAccountApiOptions, 'invite'> {
  readonly store: Pick<Store, 'beginSignIn' | 'forgetSignIns' | 'openInvite' | 'redeemInvite'>;
}

/** How an account is made, and what its person does with it. */
export async function registerAccountApi(app: FastifyInstance, options: AccountApiOptions): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(rateLimit, {
      max: ACCOUNTS_PER_MINUTE,
      timeWindow: '1 minute',
      errorResponseBuilder: tooOften,
    });
    registerNewAccounts(scope, options);
    registerOwnAccount(scope, options);
    registerPasskeys(scope, options);
  });
}

function registerOwnAccount(app: FastifyInstance, options: AccountApiOptions): void {
  const { accounts, store, onSessionsEnded } = options;
  const api = app.withTypeProvider<ZodTypeProvider>();

  api.get(
    '/api/account',
    { config: { access: 'account' }, schema: { response: { 200: accountViewSchema } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { id, role, account } = accountOf(request);
      const record = await accounts.record(id);
      if (!record) throw refusalOf('UNAUTHORIZED');
      const sessions = record.sessions.toSorted((one, other) => other.lastUsedAt.localeCompare(one.lastUsedAt));
      return {
        name: record.name,
        email: record.email,
        role,
        hasPassword: record.hasPassword,
        provider: record.isConnected ? (accounts.provider ?? null) : null,
        passkeys: [...record.passkeys],
        sessions: sessions.map((session) => ({
          id: session.id,
          device: deviceWords(session.userAgent),
          lastUsedAt: session.lastUsedAt,
          isCurrent: session.id === account.id,
        })),
      };
    },
  );

  api.post(
    '/api/account/name',
    { config: { access: 'account' }, schema: { body: renameSchema } },
    async (request, reply) => {
      const { id } = accountOf(request);
      await accounts.rename(id, request.body.name);
      return reply.code(204).send();
    },
  );

  api.post(
    '/api/account/password',
    { config: { access: 'account' }, schema: { body: newPasswordSchema } },
    async (request, reply) => {
      const { id, account } = accountOf(request);
      const problem = passwordProblem(request.body.newPassword, account.email);
      if (problem !== undefined) throw new LearnerError('password-refused', problem);
      const name = await beginAttempt(options, account.email);
      const body = { ...request.body, revokeOtherSessions: true };
      await passOn(
        accounts.call({ ...accountRequest(request), method: 'POST', path: '/change-password', body }),
        reply,
      );
      await store.forgetSignIns(name);
      await onSessionsEnded(id);
      return reply.code(204).send();
    },
  );

  api.post(
    '/api/account/sessions/end',
    { config: { access: 'account' }, schema: { body: z.object({ id: z.string().max(100) }) } },
    async (request, reply) => {
      const { id } = accountOf(request);
      await accounts.endSession(id, request.body.id);
      await onSessionsEnded(id);
      return reply.code(204).send();
    },
  );

  api.post('/api/account/sign-out-everywhere', { config: { access: 'account' } }, async (request, reply) => {
    const { id } = accountOf(request);
    await accounts.endSessions(id);
    await onSessionsEnded(id);
    return reply.code(204).send();
  });

  api.post(
    '/api/account/connect',
    { config: { access: 'account' }, schema: { response: { 200: z.object({ url: z.url() }) } } },
    async (request, reply) => {
      const body = { providerId: 'oidc', callbackURL: '/account/', errorCallbackURL: '/account/' };
      const answer = await passOn(
        accounts.call({ ...accountRequest(request), method: 'POST', path: '/oauth2/link', body }).catch(failAsAway),
        reply,
      );
      return z.object({ url: z.url() }).parse(await answer.json());
    },
  );
}

function registerPasskeys(app: FastifyInstance, { accounts, now }: AccountApiOptions): void {
  const api = app.withTypeProvider<ZodTypeProvider>();

  api.get(
    '/api/auth/passkey/generate-register-options',
    { config: { access: 'account' } },
    async (request, reply: FastifyReply) => {
      const { id, account } = accountOf(request);
      // Who finds a browser that is signed in for weeks can't give themselves a way in for good.
      if (now().getTime() - account.since.getTime() > FRESH_MS) throw refusalOf('SESSION_NOT_FRESH');
      if (((await accounts.record(id))?.passkeys.length ?? 0) >= MAX_PASSKEYS) {
        throw new LearnerError(
          'passkey-failed',
          `An account has ${MAX_PASSKEYS} passkeys at most. Remove one that you do not use.`,
        );
      }
      const path = '/passkey/generate-register-options';
      return (await passOn(accounts.call({ ...accountRequest(request), method: 'GET', path }), reply)).json();
    },
  );

  api.post(
    '/api/auth/passkey/verify-registration',
    {
      config: { access: 'account' },
      schema: {
        body: z.object({ response: z.record(z.string(), z.unknown()), name: z.string().trim().max(MAX_NAME_LENGTH) }),
      },
    },
    async (request, reply) => {
      await accountOf(request);
      const path = '/passkey/verify-registration';
      await passOn(accounts.call({ ...accountRequest(request), method: 'POST', path, body: request.body }), reply);
      return reply.code(204).send();
    },
  );

  api.post(
    '/api/account/passkeys/remove',
    { config: { access: 'account' }, schema: { body: z.object({ id: z.string().max(100) }) } },
    async (request, reply) => {
      const { id } = accountOf(request);
      const record = await accounts.record(id);
      const isLast = record?.passkeys.length === 1 && !record.hasPassword && !record.isConnected;
      if (isLast) {
        throw new LearnerError(
          'passkey-failed',
          'This passkey is the only way into your account. Add another one first.',
        );
      }
      const path = '/passkey/delete-passkey';
      await passOn(accounts.call({ ...accountRequest(request), method: 'POST', path, body: request.body }), reply);
      return reply.code(204).send();
    },
  );
}
