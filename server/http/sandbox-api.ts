import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { slugSchema } from '../../src/shared/ids.ts';
import { capacitySchema } from '../../src/shared/views.ts';
import type { LoadedExercise } from '../checks/exercises.ts';
import { MIN_DISK_FREE_BYTES, MIN_MEMORY_AVAILABLE_BYTES } from '../domain/capacity.ts';
import { LearnerError } from '../errors.ts';
import type { SandboxFleet } from '../fleet/fleet.ts';
import type { LearnerSandboxes } from '../fleet/learner-sandboxes.ts';
import type { SandboxHost } from '../sandbox/port.ts';
import { limitByLearner, visitorOf } from './route-access.ts';

/** A reset makes a sandbox, a download reads a whole disk: what a person does by hand, and no more. */
const RESETS_PER_MINUTE = 6;
const DOWNLOADS_PER_MINUTE = 4;

/** A sandbox's start, and a whole disk through a slow line. */
const DOWNLOAD_TIMEOUT_MS = 60 * 60_000;

export interface SandboxApiOptions {
  readonly sandboxes: LearnerSandboxes;
  readonly fleet: Pick<SandboxFleet, 'count'>;
  readonly host: Pick<SandboxHost, 'usage'>;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
}

/** What a learner may do with their own sandbox besides working in it, and what instructors see of all. */
export async function registerSandboxApi(app: FastifyInstance, options: SandboxApiOptions): Promise<void> {
  const { sandboxes, fleet, host, exercises } = options;

  await app.register(async (scope) => {
    await limitByLearner(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();
    const perMinute = (max: number) => ({ access: 'own' as const, rateLimit: { max, timeWindow: '1 minute' } });

    api.post('/api/sandbox/start-over', { config: perMinute(RESETS_PER_MINUTE) }, async (request, reply) => {
      await sandboxes.startOver(visitorOf(request).id).catch(refuse('Your sandbox could not be replaced.'));
      return reply.code(204).send();
    });

    api.post(
      '/api/exercises/:exercise/reset',
      { config: perMinute(RESETS_PER_MINUTE), schema: { params: z.object({ exercise: slugSchema }) } },
      async (request, reply) => {
        const learner = visitorOf(request);
        const loaded = exercises.get(request.params.exercise);
        if (!loaded) {
          throw new LearnerError('exercise-unknown', 'This course has no such exercise. Reload the page.');
        }
        await sandboxes
          .resetExercise(learner.id, loaded.exercise.id)
          .catch(refuse(`“${loaded.exercise.title}” could not be put back to its start.`));
        return reply.code(204).send();
      },
    );

    api.get('/api/sandbox/files', { config: perMinute(DOWNLOADS_PER_MINUTE) }, async (request, reply) => {
      const learner = visitorOf(request);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort(new Error('The download was broken off.')));
      const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]);
      const files = await sandboxes.packFiles(learner.id, signal).catch(refuse('Your files could not be packed.'));
      if (!files) {
        throw new LearnerError(
          'sandbox-missing',
          'You have no files here yet. Open the terminal of a lesson to begin.',
        );
      }
      return reply
        .type('application/gzip')
        .header('content-disposition', 'attachment; filename="drydock-files.tar.gz"')
        .header('cache-control', 'no-store')
        .send(files);
    });

    api.get(
      '/api/capacity',
      { config: { access: 'installation.see' }, schema: { response: { 200: capacitySchema } } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const usage = await host.usage().catch((err: unknown) => {
          request.log.error({ err }, 'the host engine could not be asked what is free');
          return null;
        });
        const minimum = {
          minMemoryAvailableBytes: MIN_MEMORY_AVAILABLE_BYTES,
          minDiskFreeBytes: MIN_DISK_FREE_BYTES,
        };
        return { ...fleet.count(), host: usage && { ...usage, ...minimum } };
      },
    );
  });
}

/** What went wrong goes to the log with its cause, and to the learner with what they can do. */
function refuse(what: string) {
  return (cause: unknown): never => {
    throw new LearnerError('sandbox-failed', `${what} Try again in a moment.`, { cause });
  };
}
