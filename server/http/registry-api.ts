import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { LearnerId } from '../../src/shared/ids.ts';
import { instructorPullsSchema, learnerRegistrySchema } from '../../src/shared/registry-views.ts';
import { type RegistryLogin, registryHost } from '../domain/registry-account.ts';
import { LearnerError } from '../errors.ts';
import type { CourseRegistry } from '../registry/port.ts';
import { limitByLearner, visitorOf } from './route-access.ts';

/** Whoever opens it asks once, and a page with the login in its text once more. */
const LOGINS_PER_MINUTE = 30;

/** What a person does by hand, and no more. */
const EMPTYINGS_PER_MINUTE = 6;

/** The registry is on the same host; a page waits longer than that. */
const USE_TIMEOUT_MS = 3_000;

/** Docker Hub may be asked for it first, and not answer. */
const METER_TIMEOUT_MS = 10_000;

/** Some thousand files. */
const EMPTY_TIMEOUT_MS = 10_000;

export interface RegistryApiOptions {
  readonly registry: Pick<CourseRegistry, 'use' | 'empty' | 'meter'>;
  readonly loginOf: (learner: LearnerId) => Promise<RegistryLogin>;
}

/** A learner's own login for the course registry and what they keep there, and for instructors how much was pulled. */
export async function registerRegistryApi(app: FastifyInstance, options: RegistryApiOptions): Promise<void> {
  const { registry, loginOf } = options;

  await app.register(async (scope) => {
    await limitByLearner(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();

    api.get(
      '/api/registry',
      {
        config: { access: 'own', rateLimit: { max: LOGINS_PER_MINUTE, timeWindow: '1 minute' } },
        schema: { response: { 200: learnerRegistrySchema } },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const { id } = visitorOf(request);
        const { account, password } = await loginOf(id);
        // Who can't be told what they use can still log in.
        const use = await registry.use(account, whileAsked(reply, USE_TIMEOUT_MS)).catch(noteAndGoOn(request, reply));
        return { address: registryHost, account, password, use };
      },
    );

    api.post(
      '/api/registry/empty',
      { config: { access: 'own', rateLimit: { max: EMPTYINGS_PER_MINUTE, timeWindow: '1 minute' } } },
      async (request, reply) => {
        const { id } = visitorOf(request);
        const { account } = await loginOf(id);
        await registry.empty(account, AbortSignal.timeout(EMPTY_TIMEOUT_MS)).catch((cause: unknown) => {
          throw new LearnerError(
            'registry-failed',
            'Your room in the course registry could not be emptied. Try again in a moment.',
            { cause },
          );
        });
        return reply.code(204).send();
      },
    );

    api.get(
      '/api/pulls',
      { config: { access: 'installation.see' }, schema: { response: { 200: instructorPullsSchema } } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const meter = await registry.meter(whileAsked(reply, METER_TIMEOUT_MS)).catch(noteAndGoOn(request, reply));
        return { pulls: meter && { ...meter, publicLimit: meter.publicLimit ?? null } };
      },
    );
  });
}

function whileAsked(reply: FastifyReply, timeoutMs: number): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort(new Error('Nobody waits for the answer any more.')));
  return AbortSignal.any([gone.signal, AbortSignal.timeout(timeoutMs)]);
}

function noteAndGoOn(request: FastifyRequest, reply: FastifyReply) {
  return (err: unknown): null => {
    // A page that was left has broken the question off itself.
    if (!reply.raw.destroyed) request.log.error({ err }, 'the course registry could not be asked');
    return null;
  };
}
