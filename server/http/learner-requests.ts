import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LearnerCookies } from '../edge/learner-cookie.ts';
import { LearnerError } from '../errors.ts';
import type { LearnerRow } from '../storage/port.ts';

type Cookies = Pick<LearnerCookies, 'read'>;

/** Whose request it is. Throws `unauthorized` for a browser that the server does not know. */
export async function learnerOf(request: FastifyRequest, cookies: Cookies): Promise<LearnerRow> {
  const learner = await cookies.read(request.headers.cookie);
  if (learner) return learner;
  throw new LearnerError('unauthorized', 'The server does not know this browser. Reload the page, then try again.');
}

/** Throws `unauthorized` or `forbidden` where the request is no instructor's. */
export async function requireInstructor(request: FastifyRequest, cookies: Cookies): Promise<void> {
  const learner = await cookies.read(request.headers.cookie);
  if (learner?.role === 'instructor') return;
  throw new LearnerError(
    learner ? 'forbidden' : 'unauthorized',
    'This page is for instructors. Open your link for instructors in this browser first; “npm run invite” makes a new one.',
  );
}

/** Lets the scope's routes say by `rateLimit` in their `config` how often one learner may ask. */
export async function limitByLearner(scope: FastifyInstance, cookies: Cookies): Promise<void> {
  await scope.register(rateLimit, {
    global: false,
    // By learner: a class sits behind one address.
    keyGenerator: async (request) => (await cookies.read(request.headers.cookie))?.id ?? request.ip,
    errorResponseBuilder: (_request, { after }) =>
      new LearnerError('too-many', `That was often in a short time. Try again in ${after}.`),
  });
}
