import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { invitationSchema, newAccountSchema, newPasskeyAccountSchema } from '../../src/shared/account-views.ts';
import { staffLinkSchema } from '../../src/shared/class-views.ts';
import { type Role, roleSchema } from '../../src/shared/views.ts';
import type { Accounts } from '../accounts/port.ts';
import { deviceWords } from '../domain/device-words.ts';
import { hashInviteToken, inviteTokenSchema } from '../domain/invite.ts';
import { passwordProblem } from '../domain/password-rules.ts';
import { LearnerError } from '../errors.ts';
import type { Store } from '../storage/port.ts';
import { accountRequest, passOn, refusalOf } from './account-answers.ts';
import { accountOf } from './route-access.ts';

export interface NewAccountApiOptions {
  readonly accounts: Accounts;
  readonly store: Pick<Store, 'openInvite' | 'redeemInvite'>;
  /** Whether everybody may make an account. */
  readonly isOpen: boolean;
  /** A link that makes whoever uses it what it says. */
  readonly invite: (role: Role) => Promise<string>;
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

/** Invitations, and the accounts that are made by them or by whoever likes. */
export function registerNewAccounts(app: FastifyInstance, options: NewAccountApiOptions): void {
  const { accounts, store, isOpen, invite: makeInvite } = options;
  const api = app.withTypeProvider<ZodTypeProvider>();

  api.post(
    '/api/invitations',
    {
      config: { access: 'installation.manage' },
      schema: { body: z.object({ role: z.enum(['instructor', 'admin']) }), response: { 201: staffLinkSchema } },
    },
    async (request, reply) => {
      const { role } = request.body;
      request.log.info({ role }, 'a link for staff was made');
      return reply.code(201).send({ url: await makeInvite(role) });
    },
  );

  api.post(
    '/api/invite',
    {
      config: { access: 'public' },
      schema: { body: inviteBodySchema, response: { 200: invitationSchema } },
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

  /** The hash of the invitation; throws where there is none and one is needed. */
  const mayMake = async (invite: string | undefined): Promise<string | undefined> => {
    if (invite === undefined) {
      if (isOpen) return undefined;
      throw new LearnerError('invite-needed', 'Accounts are made by invitation here. You can learn without one.');
    }
    const hash = inviteHash(invite);
    if (!(await store.openInvite(hash))) throw inviteInvalid();
    return hash;
  };

  api.post(
    '/api/account',
    { config: { access: 'public' }, schema: { body: newAccountSchema } },
    async (request, reply) => {
      const { invite, name, email, password } = request.body;
      const hash = await mayMake(invite);
      const problem = passwordProblem(password, email);
      if (problem !== undefined) throw new LearnerError('password-refused', problem);
      const made = await accounts.create({ name, email, password }, accountRequest(request));
      if (!made.isOk) throw refusalOf(made.code);
      if (hash !== undefined) await redeemFor(made.cookies, hash);
      for (const cookie of made.cookies) reply.header('set-cookie', cookie);
      return reply.code(204).send();
    },
  );

  /** What a device is to sign, so that an account is made with its passkey. */
  api.post(
    '/api/account/passkey-options',
    { config: { access: 'public' }, schema: { body: newPasskeyAccountSchema } },
    async (request, reply) => {
      const { invite, name, email } = request.body;
      refuseSignedIn(request);
      await mayMake(invite);
      const context = encodeURIComponent(JSON.stringify({ name, email }));
      const path = `/passkey/generate-register-options?context=${context}`;
      return (await passOn(accounts.call({ ...accountRequest(request), method: 'GET', path }), reply)).json();
    },
  );

  api.post(
    '/api/account/passkey',
    {
      config: { access: 'public' },
      schema: {
        body: z.object({ response: z.record(z.string(), z.unknown()), invite: z.string().max(200).optional() }),
      },
    },
    async (request, reply) => {
      const { response, invite } = request.body;
      refuseSignedIn(request);
      const hash = await mayMake(invite);
      const body = { response, name: deviceWords(request.headers['user-agent'] ?? '') };
      const path = '/passkey/verify-registration';
      const made = await passOn(accounts.call({ ...accountRequest(request), method: 'POST', path, body }), reply);
      if (hash !== undefined) await redeemFor(made.headers.getSetCookie(), hash);
      return reply.code(204).send();
    },
  );

  const refuseSignedIn = ({ visitor }: FastifyRequest) => {
    if (!visitor?.account) return;
    throw new LearnerError('bad-request', 'You are signed in already. Reload the page.');
  };

  /** An account that came a moment too late for its invitation is none. */
  const redeemFor = async (cookiesSet: readonly string[], hash: string) => {
    const session = await accounts.read(cookiesSet.map((cookie) => cookie.split(';', 1)[0]).join('; '));
    if (!session) throw new Error('The account that was just made has no session.');
    if ((await store.redeemInvite(hash, session.learnerId)) !== undefined) return;
    await accounts.remove(session.learnerId);
    throw inviteInvalid();
  };
}
