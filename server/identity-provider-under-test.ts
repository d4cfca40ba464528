import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface Identity {
  readonly sub: string;
  readonly email: string;
  readonly name: string;
}

export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in there next; nobody does while it is `undefined`: they press Cancel. */
  person: Identity | undefined;
}

/** A real identity provider, at which whoever comes is signed in without being asked. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const clientId = 'drydock';
  const clientSecret = 'only-for-tests-only-for-tests-only';
  const people = new Map<string, Identity>();
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    cookies: { keys: ['only-for-tests'] },
    async findAccount(_context, sub) {
      const { email, name } = people.get(sub) ?? { email: '', name: '' };
      return { accountId: sub, claims: async () => ({ sub, email, email_verified: true, name }) };
    },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        ...(oidc.client ? { clientId: oidc.client.clientId } : {}),
        ...(oidc.session?.accountId ? { accountId: oidc.session.accountId } : {}),
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const running: IdentityProvider = {
    issuer,
    clientId,
    clientSecret,
    person: undefined,
    [Symbol.asyncDispose]: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    const { person } = running;
    if (person) people.set(person.sub, person);
    const result = person ? { login: { accountId: person.sub } } : { error: 'access_denied' };
    void provider.interactionFinished(request, response, result);
  });
  return running;
}
