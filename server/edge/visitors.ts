import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccountSession, Accounts } from '../accounts/port.ts';
import type { Visitor } from '../domain/access.ts';
import type { LearnerRow, Store } from '../storage/port.ts';
import type { LearnerCookies } from './learner-cookie.ts';

/** The person behind a request. `account` is the session that says so; a guest has none. */
export interface KnownVisitor extends Visitor {
  readonly account?: AccountSession;
}

/** Tells who a browser is: by the session of an account, or else by the cookie of a guest. */
export interface Visitors {
  read(cookieHeader: string | undefined): Promise<KnownVisitor | undefined>;
  /** The request's person, whose session lasts longer by it; a new guest, with their cookie set, where it has none. */
  readOrCreate(request: FastifyRequest, reply: FastifyReply): Promise<KnownVisitor>;
  /** The guest whose cookie this is, whoever is signed in beside it. */
  guest(cookieHeader: string | undefined): Promise<LearnerRow | undefined>;
}

export function createVisitors(options: {
  /** `undefined` where there are none: then the cookie alone says who it is. */
  readonly accounts: Accounts | undefined;
  readonly guests: LearnerCookies;
  readonly store: Pick<Store, 'learner'>;
}): Visitors {
  const { accounts, guests, store } = options;

  const guest = async (cookieHeader: string | undefined): Promise<LearnerRow | undefined> => {
    const row = await guests.read(cookieHeader);
    // Whoever has an account is known by its sessions alone: to sign out everywhere would be nothing otherwise.
    if (!row || (await accounts?.has(row.id))) return undefined;
    // Whatever the row says: rights are an account's.
    return { id: row.id, role: 'learner' };
  };

  const read = async (cookieHeader: string | undefined): Promise<KnownVisitor | undefined> => {
    const account = await accounts?.read(cookieHeader);
    const row = account && (await store.learner(account.learnerId));
    if (row) return { ...row, isSignedIn: true, account };
    const known = await guest(cookieHeader);
    return known && { ...known, isSignedIn: false };
  };

  return {
    read,
    guest,
    async readOrCreate(request, reply) {
      const { headers, ip } = request;
      const known = await read(headers.cookie);
      if (!known) return { ...(await guests.create(reply)), isSignedIn: false };
      if (accounts && known.account) {
        const asked = { cookie: headers.cookie, userAgent: headers['user-agent'], origin: headers.origin, address: ip };
        for (const cookie of await accounts.renew(asked)) reply.header('set-cookie', cookie);
      }
      return known;
    },
  };
}
