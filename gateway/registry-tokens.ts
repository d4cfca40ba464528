import { createPrivateKey, createPublicKey, timingSafeEqual, X509Certificate } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { registryHost, registryPassword } from '../server/domain/registry-account.ts';
import { accountOf } from './target.ts';

/** Distribution's settings name the same (`images/gateway/pushes.yml`). */
const ISSUER = 'drydock';
/** The longest that one layer may take to send: a client asks for a new one with the next. */
const LIFETIME_SECONDS = 15 * 60;
const MAX_SCOPES = 16;

const claimsSchema = z.object({
  sub: z.string(),
  access: z.array(z.object({ type: z.literal('repository'), name: z.string(), actions: z.array(z.string()) })),
});
type Access = z.infer<typeof claimsSchema>['access'][number];

export interface Login {
  readonly account: string;
  readonly password: string;
}

export interface TokenHolder {
  /** Empty for anybody. */
  readonly account: string;
  readonly maySend: boolean;
}

export interface TokenAnswer {
  readonly token: string;
  readonly access_token: string;
  readonly expires_in: number;
  readonly issued_at: string;
}

/** By the distribution specification's token authentication: Distribution itself holds every request against what a token grants. */
export interface RegistryTokens {
  /** Whether the account's password is this one. */
  accepts(login: Login): boolean;
  /** For `account`, or for anybody. `scopes` are as a client asks: `repository:calm-heron/web:pull,push`. What is not theirs is left out. */
  issue(account: string | undefined, scopes: readonly string[]): Promise<TokenAnswer>;
  /** Whether this token lets its holder push to the repository or delete in it, and whose it is; `undefined` where it is none of ours. */
  holderOf(token: string, repository: string): Promise<TokenHolder | undefined>;
}

/** `key` and `certificate` are PEM texts of one pair. */
export function createRegistryTokens(options: {
  readonly secret: string;
  readonly key: string;
  readonly certificate: string;
}): RegistryTokens {
  const key = createPrivateKey(options.key);
  const publicKey = createPublicKey(options.key);
  const x5c = [new X509Certificate(options.certificate).raw.toString('base64')];

  return {
    accepts({ account, password }) {
      const wanted = Buffer.from(registryPassword(options.secret, account));
      const given = Buffer.from(password);
      return wanted.length === given.length && timingSafeEqual(wanted, given);
    },

    async issue(account, scopes) {
      const access = scopes.slice(0, MAX_SCOPES).flatMap((scope) => granted(account, scope));
      const issued = new Date();
      const token = await new SignJWT({ access })
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', x5c })
        .setIssuer(ISSUER)
        .setSubject(account ?? '')
        .setAudience(registryHost)
        .setIssuedAt(issued)
        .setNotBefore(issued)
        .setExpirationTime(new Date(issued.getTime() + LIFETIME_SECONDS * 1000))
        .setJti(crypto.randomUUID())
        .sign(key);
      return { token, access_token: token, expires_in: LIFETIME_SECONDS, issued_at: issued.toISOString() };
    },

    async holderOf(token, repository) {
      try {
        const { payload } = await jwtVerify(token, publicKey, { issuer: ISSUER, audience: registryHost });
        const { access, sub } = claimsSchema.parse(payload);
        const maySend = access.some(
          ({ name, actions }) => name === repository && (actions.includes('push') || actions.includes('delete')),
        );
        return { account: sub, maySend };
      } catch {
        return undefined;
      }
    },
  };
}

/** Everybody pulls; to their own repositories the holder of an account pushes too, and deletes there. */
function granted(account: string | undefined, scope: string): Access[] {
  const [, name, wanted] = /^repository:([a-z0-9._/-]+):([a-z,*]+)$/.exec(scope) ?? [];
  if (name === undefined || wanted === undefined) return [];
  const allowed = account !== undefined && accountOf(name) === account ? ['pull', 'push', 'delete'] : ['pull'];
  const actions = wanted.split(',').includes('*')
    ? allowed
    : allowed.filter((action) => wanted.split(',').includes(action));
  return actions.length === 0 ? [] : [{ type: 'repository', name, actions }];
}
