import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Visitor, Visitors } from '../edge/visitors.ts';
import { LearnerError } from '../errors.ts';

type Cookies = Pick<Visitors, 'read'>;

/** Whose request it is. Throws `unauthorized` for a browser that the server does not know. */
export async function learnerOf(request: FastifyRequest, cookies: Cookies): Promise<Visitor> {
  const learner = await cookies.read(request.headers.cookie);
  if (learner) return learner;
  throw new LearnerError('unauthorized', 'The server does not know this browser. Reload the page, then try again.');
}

/** Throws `unauthorized` or `forbidden` where the request is no instructor's. */
export async function requireInstructor(request: FastifyRequest, cookies: Cookies): Promise<void> {
  const learner = await cookies.read(request.headers.cookie);
  if (learner?.role === 'instructor' || learner?.role === 'admin') return;
  throw new LearnerError(
    learner ? 'forbidden' : 'unauthorized',
    'This page is for instructors. Sign in with an account that is one; “npm run invite” makes a link for a new one.',
  );
}

/** Whose account is signed in. Throws `unauthorized` where none is. */
export async function accountOf(request: FastifyRequest, cookies: Cookies): Promise<Required<Visitor>> {
  const visitor = await cookies.read(request.headers.cookie);
  if (visitor?.account) return { ...visitor, account: visitor.account };
  throw new LearnerError('unauthorized', 'Nobody is signed in here, or not any more. Sign in, then try again.');
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
