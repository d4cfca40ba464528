import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import { isClassRight, type Right } from '../domain/access.ts';
import { type Access, noSuchClass, notKnown, notSignedIn } from '../edge/access.ts';
import type { KnownVisitor } from '../edge/visitors.ts';
import { LearnerError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route below `/api/` lets whoever asks do. One of a class has the class as `:classId`; a learner in its path, as `:learnerId`, is one of that class. */
    access?: Right;
  }
  interface FastifyRequest {
    visitor: KnownVisitor | undefined;
  }
}

/** A route as it was made. */
export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Right;
}

/**
 * Holds every route below `/api/` to what it says that it lets people do; one that says nothing stops the server's start. To be called before the routes are made. The list that it
 * returns grows with each.
 */
export function registerRouteAccess(app: FastifyInstance, access: Access): readonly GuardedRoute[] {
  const routes: GuardedRoute[] = [];
  app.decorateRequest('visitor', undefined);
  app.addHook('onRoute', ({ method, url, config }) => {
    if (!url.startsWith('/api/')) return;
    if (!config?.access) throw new Error(`The route ${url} does not say who may use it.`);
    for (const each of [method].flat()) if (each !== 'HEAD') routes.push({ method: each, url, access: config.access });
  });
  app.addHook('onRequest', async (request) => {
    const right = request.routeOptions.config.access;
    if (!right) return;
    request.visitor = await access.readVisitor(request.headers.cookie);
    if (!isClassRight(right)) return access.require(request.visitor, right);
    if (!request.visitor) throw notKnown();
    const params = request.params as { readonly classId?: string; readonly learnerId?: string };
    const classId = classIdSchema.safeParse(params.classId);
    const learnerId = learnerIdSchema.safeParse(params.learnerId);
    if (!classId.success || (params.learnerId !== undefined && !learnerId.success)) throw noSuchClass();
    const subject = { classId: classId.data, ...(learnerId.success && { learnerId: learnerId.data }) };
    await access.requireInClass(request.visitor, right, subject);
  });
  return routes;
}

/** Whose request it is, on a route that lets nobody in whom the server does not know. */
export function visitorOf({ visitor }: FastifyRequest): KnownVisitor {
  if (visitor) return visitor;
  throw notKnown();
}

/** Whose account is signed in, on a route for which that is needed. */
export function accountOf(request: FastifyRequest): Required<KnownVisitor> {
  const visitor = visitorOf(request);
  if (visitor.account) return { ...visitor, account: visitor.account };
  throw notSignedIn();
}

/** What whoever asks too often is told, for the limiter. `after`: in words, when they may again. */
export function tooOften(_request: FastifyRequest, { after }: { readonly after: string }): LearnerError {
  return new LearnerError('too-many', `That was often in a short time. Try again in ${after}.`);
}

/** Lets the scope's routes say by `rateLimit` in their `config` how often one learner may ask. */
export async function limitByLearner(scope: FastifyInstance): Promise<void> {
  await scope.register(rateLimit, {
    global: false,
    // By learner: a class sits behind one address.
    keyGenerator: ({ visitor, ip }) => visitor?.id ?? ip,
    errorResponseBuilder: tooOften,
  });
}
