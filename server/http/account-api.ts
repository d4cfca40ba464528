import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  accountViewSchema,
  MAX_NAME_LENGTH,
  newAccountSchema,
  newPasswordSchema,
  renameSchema,
} from '../../src/shared/account-views.ts';
import { roleSchema } from '../../src/shared/views.ts';
import { deviceWords } from '../domain/device-words.ts';
import { hashInviteToken, inviteTokenSchema } from '../domain/invite.ts';
import { passwordProblem } from '../domain/password-rules.ts';
import { LearnerError } from '../errors.ts';
import type { Store } from '../storage/port.ts';
import { accountRequest, passOn, refusalOf } from './account-answers.ts';
import { accountOf } from './route-access.ts';
import { beginAttempt, type SignInApiOptions } from './sign-in-api.ts';

/** A class that makes its accounts behind one address. */
const ACCOUNTS_PER_MINUTE = 60;

/** A pile of them is no person's. */
const MAX_PASSKEYS = 20;

export interface AccountApiOptions extends SignInApiOptions {
  readonly store: Pick<Store, 'beginSignIn' | 'forgetSignIns' | 'openInvite' | 'redeemInvite'>;
}

const inviteBodySchema = z.object({ token: z.string().max(200) });

function inviteInvalid(): LearnerError {
  return new LearnerError(
    'invite-invalid',
    'This link is not valid, or was used already. Ask whoever runs this Drydock for a new one: “npm run invite” makes it.',
  );
}

function inviteHash(token: string): string {
  const parsed = inviteTokenSchema.safeParse(token);
  if (!parsed.success) throw inviteInvalid();
  return hashInviteToken(parsed.data);
}

/** How an account is made, and what its person does with it. */
export async function registerAccountApi(app: FastifyInstance, options: AccountApiOptions): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(rateLimit, {
      max: ACCOUNTS_PER_MINUTE,
      timeWindow: '1 minute',
      errorResponseBuilder: (_request, { after }) =>
        new LearnerError('too-many', `That was often in a short time. Try again in ${after}.`),
    });
    registerInvitations(scope, options);
    registerOwnAccount(scope, options);
    registerPasskeys(scope, options);
  });
}

function registerInvitations(app: FastifyInstance, { accounts, store, isOpen }: AccountApiOptions): void {
  const api = app.withTypeProvider<ZodTypeProvider>();

  api.post(
    '/api/invite',
    {
      config: { access: 'public' },
      schema: { body: inviteBodySchema, response: { 200: z.object({ role: roleSchema }) } },
    },
    async (request) => {
      const invite = await store.openInvite(inviteHash(request.body.token));
      if (!invite) throw inviteInvalid();
      return invite;
    },
  );

  api.post(
    '/api/invite/redeem',
    {
      config: { access: 'account' },
      schema: { body: inviteBodySchema, response: { 200: z.object({ role: roleSchema }) } },
    },
    async (request) => {
      const hash = inviteHash(request.body.token);
      const { id } = accountOf(request);
      const role = await store.redeemInvite(hash, id);
      if (role === undefined) throw inviteInvalid();
      request.log.info({ role }, 'an invitation was used');
      return { role };
    },
  );

  api.post(
    '/api/account',
    { config: { access: 'public' }, schema: { body: newAccountSchema } },
    async (request, reply) => {
      const { invite, name, email, password } = request.body;
      const hash = invite === undefined ? undefined : inviteHash(invite);
      if (hash !== undefined && !(await store.openInvite(hash))) throw inviteInvalid();
      if (hash === undefined && !isOpen) {
        throw new LearnerError('invite-needed', 'Accounts are made by invitation here. You can learn without one.');
      }
      const problem = passwordProblem(password, email);
      if (problem !== undefined) throw new LearnerError('password-refused', problem);
      const made = await accounts.create({ name, email, password }, accountRequest(request));
      if (!made.isOk) throw refusalOf(made.code);
      for (const cookie of made.cookies) reply.header('set-cookie', cookie);
      if (hash !== undefined) await redeemFor(made.cookies, hash);
      return reply.code(204).send();
    },
  );

  /** An account that came a moment too late for its invitation is none. */
  const redeemFor = async (cookiesSet: readonly string[], hash: string) => {
    const session = await accounts.read(cookiesSet.map((cookie) => cookie.split(';', 1)[0]).join('; '));
    if (!session) throw new Error('The account that was just made has no session.');
    if ((await store.redeemInvite(hash, session.learnerId)) !== undefined) return;
    await accounts.remove(session.learnerId);
    throw inviteInvalid();
  };
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
        accounts.call({ ...accountRequest(request), method: 'POST', path: '/oauth2/link', body }),
        reply,
      );
      return z.object({ url: z.url() }).parse(await answer.json());
    },
  );
}

function registerPasskeys(app: FastifyInstance, { accounts }: AccountApiOptions): void {
  const api = app.withTypeProvider<ZodTypeProvider>();

  api.get(
    '/api/auth/passkey/generate-register-options',
    { config: { access: 'account' } },
    async (request, reply: FastifyReply) => {
      const { id } = accountOf(request);
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
      const path = '/passkey/verify-registration';
      await passOn(accounts.call({ ...accountRequest(request), method: 'POST', path, body: request.body }), reply);
      return reply.code(204).send();
    },
  );

  api.post(
    '/api/account/passkeys/remove',
    { config: { access: 'account' }, schema: { body: z.object({ id: z.string().max(100) }) } },
    async (request, reply) => {
      const path = '/passkey/delete-passkey';
      await passOn(accounts.call({ ...accountRequest(request), method: 'POST', path, body: request.body }), reply);
      return reply.code(204).send();
    },
  );
}
