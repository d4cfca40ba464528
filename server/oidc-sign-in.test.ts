import { expect, test, vi } from 'vitest';
import { accountViewSchema } from '../src/shared/account-views.ts';
import { learnerMeSchema } from '../src/shared/views.ts';
import { becomeStaff, newCookie, post, startApp, takePort } from './app-under-test.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider-under-test.ts';
import { createInviteUrl } from './invite-links.ts';

// A password's hash takes its time.
vi.setConfig({ testTimeout: 30_000 });

const ada = { sub: 'a1', email: 'ada@example.org', name: 'Ada Lovelace' };
const ben = { sub: 'b1', email: 'ben@example.org', name: 'Ben' };

/** A browser as far as redirects and cookies go. */
class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /max-age=0/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  give(origin: string, cookies: string): void {
    this.#jars.set(origin, new Map(cookies.split('; ').map((each) => each.split(/=(.*)/s, 2) as [string, string])));
  }

  /** Follows redirects, to where the platform leads at last. */
  async follow(url: string, platform: string): Promise<string> {
    let at = url;
    for (let hop = 0; hop < 12; hop += 1) {
      const { origin, pathname } = new URL(at);
      if (origin === platform && !pathname.startsWith('/api/')) return at.slice(platform.length);
      const location = (await this.fetch(at)).headers.get('location');
      if (location === null) throw new Error(`${at} leads nowhere.`);
      at = new URL(location, at).href;
    }
    throw new Error('The redirects have no end.');
  }
}

async function setUp() {
  const port = takePort();
  const idp = await startIdentityProvider(`http://localhost:${port}/api/auth/oauth2/callback/oidc`);
  const app = await startApp({
    env: {
      DRYDOCK_PORT: port,
      DRYDOCK_OIDC_ISSUER: idp.issuer,
      DRYDOCK_OIDC_CLIENT_ID: idp.clientId,
      DRYDOCK_OIDC_CLIENT_SECRET: idp.clientSecret,
      DRYDOCK_OIDC_NAME: 'Example University',
    },
  });
  return { app, url: app.url, idp };
}

async function signInThere(browser: Browser, url: string, path = '/api/sign-in/provider'): Promise<string> {
  const asked = await browser.fetch(url + path, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ back: '/lessons/layers/' }),
  });
  const { url: there } = (await asked.json()) as { url: string };
  return browser.follow(there, url);
}

async function me(browser: Browser, url: string) {
  return learnerMeSchema.parse(await (await browser.fetch(`${url}/api/me`)).json());
}

async function using(idp: IdentityProvider, work: () => Promise<void>) {
  try {
    await work();
  } finally {
    await idp[Symbol.asyncDispose]();
  }
}

test('whoever the identity provider knows has an account with the first visit, keeps a guest’s work, and finds it again', async () => {
  const { app, url, idp } = await setUp();
  await using(idp, async () => {
    expect(await (await fetch(`${url}/api/sign-in`)).json()).toEqual({ provider: 'Example University', isOpen: false });
    const browser = new Browser();
    const guest = await newCookie(url);
    browser.give(url, guest);
    idp.person = ada;
    expect(await signInThere(browser, url)).toBe('/lessons/layers/');
    expect(await me(browser, url)).toMatchObject({
      role: 'learner',
      account: { name: 'Ada Lovelace', email: 'ada@example.org' },
    });
    const users = await app.store.database.db.selectFrom('user').selectAll().execute();
    expect(users).toMatchObject([{ learnerId: /=([0-9a-f]{32})/.exec(guest)?.[1] }]);
    // Nothing with which the provider could be asked more.
    const kept = await app.store.database.db.selectFrom('account').selectAll().execute();
    expect(kept).toMatchObject([{ accountId: 'a1', accessToken: null, refreshToken: null, idToken: null }]);

    const elsewhere = new Browser();
    expect(await signInThere(elsewhere, url)).toBe('/lessons/layers/');
    expect(await me(elsewhere, url)).toMatchObject({ account: { email: 'ada@example.org' } });
    expect(await app.store.database.db.selectFrom('user').selectAll().execute()).toHaveLength(1);

    const invite = new URL(await createInviteUrl(app.store, app.config.publicUrl, 'instructor')).hash.slice(1);
    const redeemed = await elsewhere.fetch(`${url}/api/invite/redeem`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ token: invite }),
    });
    expect(await redeemed.json()).toEqual({ role: 'instructor' });
    expect(await me(browser, url)).toMatchObject({ role: 'instructor' });
  });
});

test('an e-mail address alone leads into nobody’s account; who has it signs in and connects', async () => {
  const { app, url, idp } = await setUp();
  await using(idp, async () => {
    const staff = await becomeStaff(app, { email: ada.email });
    idp.person = ada;
    const stranger = new Browser();
    expect(await signInThere(stranger, url)).toBe('/sign-in/?error=account_not_linked');
    expect(await me(stranger, url)).toMatchObject({ role: 'learner', isNew: true });

    const owner = new Browser();
    owner.give(url, staff);
    expect(await signInThere(owner, url, '/api/account/connect')).toBe('/account/');
    const account = accountViewSchema.parse(await (await owner.fetch(`${url}/api/account`)).json());
    expect(account).toMatchObject({ provider: 'Example University', hasPassword: true });
    expect(await signInThere(stranger, url)).toBe('/lessons/layers/');
    expect(await me(stranger, url)).toMatchObject({ role: 'instructor' });

    // What one account is connected with, another can't take.
    const other = new Browser();
    other.give(url, await becomeStaff(app, { email: ben.email }));
    expect(await signInThere(other, url, '/api/account/connect')).toBe(
      '/account/?error=account_already_linked_to_different_user',
    );
  });
});

test('who gives up there, comes with another’s answer, or with a foreign page to go to, is signed in as nobody', async () => {
  const { url, idp } = await setUp();
  await using(idp, async () => {
    const browser = new Browser();
    expect(await signInThere(browser, url)).toMatch(/^\/sign-in\/\?error=access_denied/);
    expect(await me(browser, url)).not.toHaveProperty('account');

    idp.person = ben;
    const asked = await browser.fetch(`${url}/api/sign-in/provider`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ back: '/' }),
    });
    const { url: there } = (await asked.json()) as { url: string };
    // Somebody else's browser is led on from there.
    expect(await new Browser().follow(there, url)).toMatch(/^\/sign-in\/\?error=/);
    for (const back of ['//evil.example/', 'https://evil.example/', '/\\evil.example/']) {
      expect((await post(`${url}/api/sign-in/provider`, { back })).status, back).toBe(400);
    }
  });
});

test('an identity provider that is away is told in words', async () => {
  const { url, idp } = await setUp();
  const browser = new Browser();
  const begun = await browser.fetch(`${url}/api/sign-in/provider`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ back: '/' }),
  });
  const state = new URL(((await begun.json()) as { url: string }).url).searchParams.get('state');
  await idp[Symbol.asyncDispose]();
  const back = `${url}/api/auth/oauth2/callback/oidc?code=x&state=${state}`;
  expect(await browser.follow(back, url)).toBe('/sign-in/?error=provider_away');
  const asked = await post(`${url}/api/sign-in/provider`, { back: '/' });
  expect(asked.status).toBe(503);
  expect(await asked.json()).toMatchObject({
    error: { code: 'accounts-failed', message: expect.stringContaining('identity provider could not be asked') },
  });
});
