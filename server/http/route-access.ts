import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type ClassId, classIdSchema, type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import {
  type AccessDecision,
  decideAccess,
  decideClassAccess,
  isClassRight,
  type Right,
  standingIn,
  type Visitor,
} from '../domain/access.ts';
import { LearnerError } from '../errors.ts';
import type { ClassRecords } from '../storage/class-port.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route below `/api/` lets whoever asks do. One of a class has the class as `:classId`; a learner in its path, as `:learnerId`, is one of that class. */
    access?: Right;
  }
  interface FastifyRequest {
    visitor: Visitor | undefined;
  }
}

export interface RouteAccessOptions {
  readonly readVisitor: (cookieHeader: string | undefined) => Promise<Visitor | undefined>;
  readonly classes: Pick<ClassRecords, 'byId' | 'member'>;
}

const STAFF_WORDS = 'This is for instructors. Sign in with an instructor’s account first.';

const words: Readonly<Record<Exclude<AccessDecision, 'allowed'>, string>> = {
  unauthorized: 'The server does not know this browser. Reload the page, then try again.',
  forbidden: 'This is for instructors, and your account is not one’s. Ask whoever runs this Drydock.',
  'not-found': 'There is no such class, or you are not in it.',
};

/** What a visitor may do with a class: the only place that asks who they are in it. Shared by routes and messages. */
export async function requireClassAccess(
  { classes }: Pick<RouteAccessOptions, 'classes'>,
  visitor: Visitor | undefined,
  right: Right,
  of: { readonly classId: ClassId; readonly learnerId?: LearnerId },
): Promise<void> {
  if (!isClassRight(right)) return requireAccess(visitor, decideAccess(visitor, right));
  const { classId, learnerId } = of;
  const [row, member, learner] = await Promise.all([
    classes.byId(classId),
    visitor && classes.member(classId, visitor.id),
    learnerId && classes.member(classId, learnerId),
  ]);
  const standing = row && visitor && standingIn(visitor, member?.role);
  requireAccess(visitor, decideClassAccess(visitor, right, standing));
  if (learnerId !== undefined && !learner) throw new LearnerError('not-found', 'Nobody in this class has this id.');
}

function requireAccess(visitor: Visitor | undefined, decision: AccessDecision): void {
  if (decision === 'allowed') return;
  throw new LearnerError(decision, decision === 'unauthorized' && visitor ? STAFF_WORDS : words[decision]);
}

const notFound = () => new LearnerError('not-found', words['not-found']);

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
export function registerRouteAccess(app: FastifyInstance, options: RouteAccessOptions): readonly GuardedRoute[] {
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
    request.visitor = await options.readVisitor(request.headers.cookie);
    if (!isClassRight(right)) return requireAccess(request.visitor, decideAccess(request.visitor, right));
    const params = request.params as { readonly classId?: string; readonly learnerId?: string };
    if (!request.visitor) return requireAccess(undefined, 'unauthorized');
    const classId = classIdSchema.safeParse(params.classId);
    const learnerId = params.learnerId === undefined ? undefined : learnerIdSchema.safeParse(params.learnerId);
    if (!classId.success || learnerId?.success === false) throw notFound();
    await requireClassAccess(options, request.visitor, right, {
      classId: classId.data,
      ...(learnerId && { learnerId: learnerId.data }),
    });
  });
  return routes;
}

/** Whose request it is, on a route that lets nobody in whom the server does not know. */
export function visitorOf({ visitor }: FastifyRequest): Visitor {
  if (visitor) return visitor;
  throw new LearnerError('unauthorized', words.unauthorized);
}

/** Lets the scope's routes say by `rateLimit` in their `config` how often one learner may ask. */
export async function limitByLearner(scope: FastifyInstance): Promise<void> {
  await scope.register(rateLimit, {
    global: false,
    // By learner: a class sits behind one address.
    keyGenerator: ({ visitor, ip }) => visitor?.id ?? ip,
    errorResponseBuilder: (_request, { after }) =>
      new LearnerError('too-many', `That was often in a short time. Try again in ${after}.`),
  });
}
