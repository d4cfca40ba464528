import { passkey } from '@better-auth/passkey';
import type { BetterAuthOptions } from 'better-auth';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import {
  MAX_EMAIL_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
} from '../../src/shared/account-views.ts';
import type { LearnerId } from '../../src/shared/ids.ts';
import { Turns } from '../domain/turns.ts';
import type { StoreDatabase } from '../storage/port.ts';

import { passkeyAccounts } from './passkey-accounts.ts';

/** An identity provider that speaks OpenID Connect. */
export interface OidcProvider {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As people call it: "Example University". */
  readonly name: string;
}

export interface BetterAuthSettings {
  readonly database: StoreDatabase;
  /** 64 hex digits. */
  readonly secret: string;
  readonly publicUrl: URL;
  readonly isOwnOrigin: (origin: string | undefined) => boolean;
  readonly oidc: OidcProvider | undefined;
  /** Whose account one is that is made now, by the request's cookies. */
  readonly personFor: (cookieHeader: string | undefined) => Promise<LearnerId>;
  /** A link has set the password of this e-mail address's account. */
  readonly onPasswordReset: (email: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** What the identity provider is called in addresses and rows. */
export const OIDC = 'oidc';

/** Carries where a request came from: what a browser sends in such headers itself is not believed. */
export const ADDRESS_HEADER = 'x-drydock-address';

/** A visit a month keeps somebody signed in. */
const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** How exactly the last use of a session is known. */
const SESSION_UPDATE_SECONDS = 60 * 60;

/** A minute's requests from one address to one endpoint. A class sits behind one address, and signs in within minutes; what one account bears is counted by itself. */
const REQUESTS_PER_MINUTE = 120;
const SIGN_INS_PER_MINUTE = 60;

/** The reset's link goes by hand, and is used the same day. */
export const RESET_SECONDS = 24 * 60 * 60;

/** A hash takes 32 MiB and a thread of four that files need, too. */
const HASHES_AT_ONCE = 2;

const MAX_USER_AGENT_LENGTH = 300;

/** How better-auth is to work here; its quirks stay in this folder. */
export function betterAuthOptions(settings: BetterAuthSettings) {
  const { database, secret, publicUrl, isOwnOrigin, oidc, personFor, onPasswordReset, onError } = settings;
  const isSecure = publicUrl.protocol === 'https:';
  const hashing = new Turns(HASHES_AT_ONCE);
  return {
    appName: 'Drydock',
    baseURL: publicUrl.origin,
    basePath: '/api/auth',
    secret,
    database,
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message, ...details) => onError(new Error(message, { cause: details[0] })),
    },
    trustedOrigins: (request) => {
      const origin = request?.headers.get('origin') ?? undefined;
      return origin !== undefined && isOwnOrigin(origin) ? [origin] : [];
    },
    // What is no refusal is thrown on, and noted once, where it is answered.
    onAPIError: { errorURL: `${publicUrl.origin}/sign-in/`, throw: true },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: ({ user }) => onPasswordReset(user.email),
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      password: {
        hash: (password) => hashing.take(() => hashPassword(password)),
        verify: (pair) => hashing.take(() => verifyPassword(pair)),
      },
    },
    user: {
      additionalFields: { learnerId: { type: 'string', required: false, unique: true, input: false } },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: SESSION_UPDATE_SECONDS },
    // Whoever reads the store can't use what waits in it.
    verification: { storeIdentifier: 'hashed' },
    // An address that nobody proved to own must not lead into another's account: who has one signs in, and connects it.
    account: {
      updateAccountOnSignIn: false,
      accountLinking: { disableImplicitLinking: true, allowDifferentEmails: true },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: REQUESTS_PER_MINUTE,
      customRules: {
        '/sign-in/email': { window: 60, max: SIGN_INS_PER_MINUTE },
        '/sign-in/oauth2': { window: 60, max: SIGN_INS_PER_MINUTE },
        '/passkey/verify-authentication': { window: 60, max: SIGN_INS_PER_MINUTE },
        '/reset-password': { window: 60, max: SIGN_INS_PER_MINUTE },
        '/change-password': { window: 60, max: SIGN_INS_PER_MINUTE },
      },
    },
    advanced: {
      // With `__Host-` no page on a subdomain, such as a preview, can set them; the library's own prefix does not keep it from that.
      useSecureCookies: false,
      cookiePrefix: isSecure ? '__Host-drydock' : 'drydock',
      defaultCookieAttributes: { secure: isSecure, sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user, context) => ({
            data: {
              ...user,
              name: user.name.slice(0, MAX_NAME_LENGTH),
              email: user.email.slice(0, MAX_EMAIL_LENGTH),
              image: null,
              learnerId: await personFor(context?.headers?.get('cookie') ?? undefined),
            },
          }),
        },
      },
      session: {
        create: {
          // From where somebody works is not kept.
          before: async (session) => ({
            data: {
              ...session,
              ipAddress: null,
              userAgent: session.userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
            },
          }),
        },
      },
      account: {
        create: {
          // Nothing is asked of the identity provider afterwards.
          before: async (account) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null, scope: null },
          }),
        },
      },
    },
    plugins: [
      passkey({
        rpName: 'Drydock',
        rpID: publicUrl.hostname,
        origin: publicUrl.origin,
        registration: passkeyAccounts,
      }),
      ...(oidc ? [genericOAuth({ config: [oauthConfig(oidc)] })] : []),
    ],
  } satisfies BetterAuthOptions;
}

function oauthConfig({ issuer, clientId, clientSecret }: OidcProvider) {
  return {
    providerId: OIDC,
    clientId,
    clientSecret,
    discoveryUrl: `${issuer.href.replace(/\/$/, '')}/.well-known/openid-configuration`,
    scopes: ['openid', 'profile', 'email'],
    pkce: true,
    mapProfileToUser: (profile: Record<string, unknown>) => {
      const name = [profile['name'], profile['preferred_username'], profile['email']].find(
        (each) => typeof each === 'string' && each !== '',
      );
      return { name: String(name ?? 'Learner') };
    },
  };
}
