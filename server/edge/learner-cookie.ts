import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import type { LearnerRow, Store } from '../storage/port.ts';

/** The prefix keeps a page on a subdomain, such as a preview, from setting the cookie of the platform; browsers know it on HTTPS only. */
function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-drydock-learner' : 'drydock-learner';
}

/** Browsers keep a cookie for 400 days at most. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** Reads and writes the signed cookie that a person without an account is known by. */
export interface LearnerCookies {
  /** The learner whose cookie this is; `undefined` without one, with a forged one, and for a learner that the store does not know. */
  read(cookieHeader: string | undefined): Promise<LearnerRow | undefined>;
  /** The request's learner; a new one, with their cookie set, where it has none. */
  readOrCreate(request: FastifyRequest, reply: FastifyReply): Promise<LearnerRow>;
  /** A new learner, whose the browser is from now on. */
  create(reply: FastifyReply): Promise<LearnerRow>;
  /** Makes the browser this learner's. */
  give(reply: FastifyReply, learner: LearnerId): void;
  /** Has the browser forget whose it is. */
  takeBack(reply: FastifyReply): void;
}

export interface CookieSigner {
  parseCookie(header: string): Record<string, string | undefined>;
  signCookie(value: string): string;
  unsignCookie(value: string): { valid: boolean; value: string | null };
}

export function createLearnerCookies(options: {
  signer: CookieSigner;
  store: Pick<Store, 'learner' | 'createLearner'>;
  isSecure: boolean;
  newLearnerId: () => LearnerId;
}): LearnerCookies {
  const { signer, store, isSecure, newLearnerId } = options;
  const name = cookieName(isSecure);

  const read = async (cookieHeader: string | undefined) => {
    const cookie = signer.parseCookie(cookieHeader ?? '')[name];
    if (cookie === undefined) return undefined;
    const { valid, value } = signer.unsignCookie(cookie);
    const id = learnerIdSchema.safeParse(value);
    return valid && id.success ? store.learner(id.data) : undefined;
  };

  const give = (reply: FastifyReply, learner: LearnerId) =>
    void reply.setCookie(name, learner, {
      signed: true,
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      path: '/',
      maxAge: MAX_AGE_SECONDS,
    });

  const create = async (reply: FastifyReply) => {
    const learner: LearnerRow = { id: newLearnerId(), role: 'learner' };
    await store.createLearner(learner);
    give(reply, learner.id);
    return learner;
  };

  return {
    read,
    give,
    create,
    takeBack: (reply) => void reply.clearCookie(name, { path: '/', secure: isSecure, httpOnly: true, sameSite: 'lax' }),
    async readOrCreate(request, reply) {
      return (await read(request.headers.cookie)) ?? create(reply);
    },
  };
}
