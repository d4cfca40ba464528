import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  newPasswordResetSchema,
  passwordResetSchema,
  signInSchema,
  signInWaysSchema,
} from '../../src/shared/account-views.ts';
import { staffLinkSchema } from '../../src/shared/class-views.ts';
import type { LearnerId } from '../../src/shared/ids.ts';
import type { Accounts } from '../accounts/port.ts';
import { passwordProblem } from '../domain/password-rules.ts';
import { signInNameHash } from '../domain/sign-in-lock.ts';
import { LearnerError } from '../errors.ts';
import type { Store } from '../storage/port.ts';
import { accountRequest, failAsAway, passOn } from './account-answers.ts';
import { accountOf, tooOften } from './route-access.ts';

/** From one address: a class sits behind one, and signs in within minutes. */
const REQUESTS_PER_MINUTE = 300;
const SIGN_INS_PER_MINUTE = 60;

export interface SignInApiOptions {
  readonly accounts: Accounts;
  readonly store: Pick<Store, 'beginSignIn' | 'forgetSignIns'>;
  /** Whether everybody may make an account. */
  readonly isOpen: boolean;
  /** Where the link leads with whose token a new password is set. */
  readonly resetUrl: (token: string) => string;
  /** The learner was signed out somewhere. */
  readonly onSessionsEnded: (learner: LearnerId) => Promise<void>;
  readonly now: () => Date;
}

/** Counts the attempt; throws while so many have failed that none is looked at. */
export async function beginAttempt(
  { store, now }: Pick<SignInApiOptions, 'store' | 'now'>,
  email: string,
): Promise<string> {
  const name = signInNameHash(email);
  const until = await store.beginSignIn(name);
  if (until === undefined) return name;
  const minutes = Math.ceil((Date.parse(until) - now().getTime()) / 60_000);
  throw new LearnerError(
    'sign-in-locked',
    `Too many wrong passwords in a row: for ${minutes === 1 ? 'a minute' : `${minutes} minutes`} none is looked at. A passkey works meanwhile.`,
  );
}

/** A page of the platform's own. */
const pagePathSchema = z
  .string()
  .max(200)
  .regex(/^\/(?:[a-z0-9-]+\/)*$/);

const urlSchema = z.object({ url: z.url() });

/** Signing in and out: by password, by passkey, by the identity provider. */
export async function registerSignInApi(app: FastifyInstance, options: SignInApiOptions): Promise<void> {
  await app.register(async (scope) => {
    // The library has limits of its own, which hold for all servers together; these keep whoever is over them from the store.
    await scope.register(rateLimit, {
      max: REQUESTS_PER_MINUTE,
      timeWindow: '1 minute',
      errorResponseBuilder: tooOften,
    });
    registerRoutes(scope, options);
  });
}

function registerRoutes(app: FastifyInstance, options: SignInApiOptions): void {
  const { accounts, store } = options;
  const api = app.withTypeProvider<ZodTypeProvider>();

  api.get(
    '/api/sign-in',
    { config: { access: 'public' }, schema: { response: { 200: signInWaysSchema } } },
    async () => ({
      provider: accounts.provider ?? null,
      isOpen: options.isOpen,
    }),
  );

  const config = { access: 'public' as const, rateLimit: { max: SIGN_INS_PER_MINUTE } };
  api.post('/api/sign-in', { config, schema: { body: signInSchema } }, async (request, reply) => {
    const { email, password } = request.body;
    const name = await beginAttempt(options, email);
    const body = { email, password };
    await passOn(accounts.call({ ...accountRequest(request), method: 'POST', path: '/sign-in/email', body }), reply);
    await store.forgetSignIns(name);
    return reply.code(204).send();
  });

  api.post('/api/sign-out', { config: { access: 'public' } }, async (request, reply) => {
    await passOn(accounts.call({ ...accountRequest(request), method: 'POST', path: '/sign-out', body: {} }), reply);
    if (request.visitor?.account) await options.onSessionsEnded(request.visitor.id);
    return reply.code(204).send();
  });

  api.post(
    '/api/password-resets',
    {
      config: { access: 'installation.manage' },
      schema: { body: newPasswordResetSchema, response: { 201: staffLinkSchema } },
    },
    async (request, reply) => {
      const { email } = request.body;
      const token = await accounts.createReset(email);
      if (token === undefined) {
        throw new LearnerError(
          'account-unknown',
          `No account has the e-mail address ${email}. Check how it is written.`,
        );
      }
      request.log.info({ admin: accountOf(request).id }, 'a link for a new password was made');
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ url: options.resetUrl(token) });
    },
  );

  api.post(
    '/api/password-reset',
    { config: { access: 'public' }, schema: { body: passwordResetSchema } },
    async (request, reply) => {
      const { token, newPassword } = request.body;
      const problem = passwordProblem(newPassword, '');
      if (problem !== undefined) throw new LearnerError('password-refused', problem);
      const body = { token, newPassword };
      await passOn(accounts.call({ ...accountRequest(request), method: 'POST', path: '/reset-password', body }), reply);
      return reply.code(204).send();
    },
  );

  /** Where the browser is to go for it; it comes back to the page with which it was asked. */
  api.post(
    '/api/sign-in/provider',
    {
      config: { access: 'public' },
      schema: { body: z.object({ back: pagePathSchema }), response: { 200: urlSchema } },
    },
    async (request, reply) => {
      if (accounts.provider === undefined) {
        throw new LearnerError('not-found', 'This Drydock is connected with no identity provider.');
      }
      const body = {
        providerId: 'oidc',
        callbackURL: request.body.back,
        errorCallbackURL: '/sign-in/',
        disableRedirect: true,
      };
      const answer = await passOn(
        accounts.call({ ...accountRequest(request), method: 'POST', path: '/sign-in/oauth2', body }).catch(failAsAway),
        reply,
      );
      return urlSchema.parse(await answer.json());
    },
  );

  /** The identity provider sends the browser here. */
  api.get('/api/auth/oauth2/callback/oidc', { config: { access: 'public' } }, async (request, reply) => {
    const path = request.url.slice('/api/auth'.length);
    try {
      const answer = await passOn(accounts.call({ ...accountRequest(request), method: 'GET', path }), reply);
      return reply.redirect(answer.headers.get('location') ?? '/sign-in/', 302);
    } catch (err) {
      // Somebody looks at a page, and not at an answer.
      request.log.error({ err }, 'the way back from the identity provider failed');
      return reply.redirect('/sign-in/?error=provider_away', 302);
    }
  });

  api.get(
    '/api/auth/passkey/generate-authenticate-options',
    { config: { access: 'public' } },
    async (request, reply) => {
      const path = '/passkey/generate-authenticate-options';
      return (await passOn(accounts.call({ ...accountRequest(request), method: 'GET', path }), reply)).json();
    },
  );

  api.post(
    '/api/auth/passkey/verify-authentication',
    { config: { access: 'public' }, schema: { body: z.object({ response: z.record(z.string(), z.unknown()) }) } },
    async (request, reply) => {
      const path = '/passkey/verify-authentication';
      await passOn(accounts.call({ ...accountRequest(request), method: 'POST', path, body: request.body }), reply);
      return reply.code(204).send();
    },
  );
}
