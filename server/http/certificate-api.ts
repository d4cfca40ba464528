import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { learnerCertificatesSchema } from '../../src/shared/certificate.ts';
import type { LoadedExercise } from '../checks/exercises.ts';
import { readCertificate } from '../domain/certificate.ts';
import type { Store } from '../storage/port.ts';
import { limitByLearner, visitorOf } from './route-access.ts';

/** Once a page. */
const READS_PER_MINUTE = 60;

export interface CertificateApiOptions {
  readonly store: Pick<Store, 'attempts'>;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  /** What certificates' codes are computed from: 64 hex digits, never sent to a page. */
  readonly secret: string;
}

/** A learner's own certificates, read from their log. The name that stands on one never comes here: the page keeps it. */
export async function registerCertificateApi(app: FastifyInstance, options: CertificateApiOptions): Promise<void> {
  const { store, exercises, secret } = options;
  await app.register(async (scope) => {
    await limitByLearner(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();
    api.get(
      '/api/certificates',
      {
        config: { access: 'own', rateLimit: { max: READS_PER_MINUTE, timeWindow: '1 minute' } },
        schema: { response: { 200: learnerCertificatesSchema } },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const { id } = visitorOf(request);
        const certifying = [...exercises.values()].filter(({ exercise }) => exercise.certificate);
        const certificates = certifying.map(async ({ exercise }) =>
          readCertificate(exercise, await store.attempts(id, exercise.id), id, secret),
        );
        return { certificates: await Promise.all(certificates) };
      },
    );
  });
}
