import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type LearnerId, slugSchema } from '../../src/shared/ids.ts';
import { ownMachineSchema } from '../../src/shared/own-machine-views.ts';
import type { LoadedExercise } from '../checks/exercises.ts';
import type { LearnerCookies } from '../edge/learner-cookie.ts';
import { LearnerError } from '../errors.ts';
import { tooOften } from '../http/route-access.ts';
import { LINK_NEEDED } from './door.ts';
import type { OwnMachine } from './own-machine.ts';

/** What a person does by hand, and no more. */
const OPENINGS_PER_MINUTE = 20;

export interface OwnMachineApiOptions {
  readonly cookies: LearnerCookies;
  readonly machine: OwnMachine;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  /** The one learner that there is. */
  readonly learner: () => Promise<LearnerId>;
}

/** What belongs to sandboxes and their registry. */
const ELSEWHERE = [
  ['POST', '/api/sandbox/start-over'],
  ['GET', '/api/sandbox/files'],
  ['POST', '/api/exercises/:exercise/reset'],
  ['GET', '/api/registry'],
  ['POST', '/api/registry/empty'],
  ['GET', '/api/pulls'],
  ['GET', '/api/capacity'],
] as const;

/** What lies among the engine's own files, or is asked for from a sandbox. */
const OF_IMAGES = [
  ['GET', '/api/engine/layers/:chain/records'],
  ['GET', '/api/engine/images/:id/config'],
  ['GET', '/api/engine/images/:id/manifests'],
  ['GET', '/api/engine/containers/:id/changes'],
] as const;

/** What signs people in. */
const OF_ACCOUNTS = [
  ['GET', '/api/sign-in'],
  ['GET', '/api/account'],
  ['POST', '/api/invite'],
  ['POST', '/api/password-reset'],
] as const;

const ELSEWHERE_WORDS =
  'This Drydock works on your own machine, where it has no sandbox and no registry of its own, and removes nothing. Your files and your images are yours to change, in the terminal.';
const OF_ACCOUNTS_WORDS =
  'This Drydock works on your own machine, for you alone: it has no accounts, and the link that it printed lets you in.';
const OF_IMAGES_WORDS =
  'On your own machine Drydock reads nothing outside of its folder, and so not what is in your images. In the terminal, “docker history” and “docker save” tell it.';

/** How a browser is let in by the link, and what the person agrees to. */
export async function registerOwnMachineApi(app: FastifyInstance, options: OwnMachineApiOptions): Promise<void> {
  const { cookies, machine, exercises, learner } = options;
  const { agreements, token } = machine;

  await app.register(async (scope) => {
    await scope.register(rateLimit, {
      global: false,
      errorResponseBuilder: tooOften,
    });
    const api = scope.withTypeProvider<ZodTypeProvider>();

    api.post(
      '/api/own/open',
      {
        config: { access: 'public', rateLimit: { max: OPENINGS_PER_MINUTE, timeWindow: '1 minute' } },
        schema: { body: z.object({ token: z.string().max(200) }) },
      },
      async (request, reply) => {
        if (!token.isSame(request.body.token)) throw new LearnerError('own-machine-link', LINK_NEEDED);
        cookies.give(reply, await learner());
        request.log.info('a browser was let in by the link');
        return reply.code(204).send();
      },
    );

    api.get(
      '/api/own',
      { config: { access: 'own' }, schema: { response: { 200: ownMachineSchema } } },
      async (_request, reply) => {
        reply.header('cache-control', 'no-store');
        return { ...(await machine.describe()), isAgreed: agreements.isAgreed };
      },
    );

    api.post('/api/own/agree', { config: { access: 'own' } }, async (_request, reply) => {
      await agreements.agree();
      return reply.code(204).send();
    });

    api.post(
      '/api/own/exercises/:exercise/allow',
      { config: { access: 'own' }, schema: { params: z.object({ exercise: slugSchema }) } },
      async (request, reply) => {
        agreements.requireAgreed();
        const loaded = exercises.get(request.params.exercise);
        if (!loaded) throw new LearnerError('exercise-unknown', 'This course has no such exercise. Reload the page.');
        await agreements.allow(loaded.exercise);
        return reply.code(204).send();
      },
    );

    const refuse = ([method, url]: (typeof ELSEWHERE | typeof OF_IMAGES | typeof OF_ACCOUNTS)[number], words: string) =>
      api.route({
        method,
        url,
        config: { access: 'own' },
        handler: async () => {
          throw new LearnerError('not-on-own-machine', words);
        },
      });
    for (const each of ELSEWHERE) refuse(each, ELSEWHERE_WORDS);
    for (const each of OF_IMAGES) refuse(each, OF_IMAGES_WORDS);
    for (const each of OF_ACCOUNTS) refuse(each, OF_ACCOUNTS_WORDS);
  });
}
