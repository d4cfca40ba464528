import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type ContainerChanges,
  containerChangesSchema,
  hexDigestSchema,
  type ImageManifests,
  imageManifestsSchema,
  RECORDS_TYPE,
} from '../../src/shared/explorer-views.ts';
import { LearnerError } from '../errors.ts';
import type { LearnerSandboxes } from '../fleet/learner-sandboxes.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import type { LearnerRow } from '../storage/port.ts';
import { limitByLearner, visitorOf } from './route-access.ts';

/** Each is a process or two in the learner's sandbox: as often as a person opens an image, with room for a build a second. */
const READS_PER_MINUTE = 120;

/** Each asks a registry a few times. */
const MANIFESTS_PER_MINUTE = 30;

/** Five megabytes of notes take a fifth of a second; a sandbox under load many times that. */
const READ_TIMEOUT_MS = 30_000;

export interface ExplorerApiOptions {
  readonly sandboxes: Pick<LearnerSandboxes, 'running'>;
  /** How a learner's sandbox is read. */
  readonly explore: (learner: LearnerRow, sandbox: ReadySandbox, signal: AbortSignal) => Explored;
}

/** What is written down in a sandbox of its engine's images. `undefined` for what its engine does not have. */
export interface Explored {
  readonly config: (id: string) => Promise<Buffer | undefined>;
  readonly manifests: (id: string) => Promise<ImageManifests | undefined>;
  /** Of a container; empty for one that is not there. */
  readonly changes: (id: string) => Promise<ContainerChanges['changes']>;
  readonly records: (
    chain: string,
    until: string,
  ) => Promise<
    | { readonly kind: 'found'; readonly records: AsyncIterable<Buffer> }
    | { readonly kind: 'missing' }
    | { readonly kind: 'large' }
  >;
}

/** What the images of a learner's own engine are made of. To look neither starts nor resumes a sandbox. */
export async function registerExplorerApi(app: FastifyInstance, options: ExplorerApiOptions): Promise<void> {
  const { sandboxes, explore } = options;

  const exploreFor = async (request: FastifyRequest, reply: FastifyReply): Promise<Explored> => {
    const learner = visitorOf(request);
    const sandbox = await sandboxes.running(learner.id);
    if (!sandbox) {
      throw new LearnerError(
        'sandbox-away',
        'Your sandbox does not run at the moment, so its images can’t be looked into. Press a key in the terminal, then try again.',
      );
    }
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort(new Error('Nobody waits for this any more.')));
    return explore(learner, sandbox, AbortSignal.any([gone.signal, AbortSignal.timeout(READ_TIMEOUT_MS)]));
  };

  await app.register(async (scope) => {
    await limitByLearner(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();
    const perMinute = (max: number) => ({ access: 'own' as const, rateLimit: { max, timeWindow: '1 minute' } });

    api.get(
      '/api/engine/layers/:chain/records',
      {
        config: perMinute(READS_PER_MINUTE),
        schema: {
          params: z.object({ chain: hexDigestSchema }),
          querystring: z.object({ until: z.union([hexDigestSchema, z.literal('')]).default('') }),
        },
      },
      async (request, reply) => {
        const { chain } = request.params;
        const { until } = request.query;
        const found = await (await exploreFor(request, reply)).records(chain, until).catch(refuse);
        if (found.kind === 'missing') throw unknownImage();
        if (found.kind === 'large') {
          throw new LearnerError(
            'image-too-large',
            'This image has too many files to be listed here. In the terminal, “docker save” puts all of it into an archive.',
          );
        }
        return lasting(reply, `${chain}-${until}`).type(RECORDS_TYPE).send(Readable.from(found.records));
      },
    );

    api.get(
      '/api/engine/images/:id/config',
      { config: perMinute(READS_PER_MINUTE), schema: { params: z.object({ id: hexDigestSchema }) } },
      async (request, reply) => {
        const { id } = request.params;
        const config = await (await exploreFor(request, reply)).config(id).catch(refuse);
        if (!config) throw unknownImage();
        // As it was hashed, to the byte: what it says is the learner's, and no page.
        return lasting(reply, id).type('application/octet-stream').send(config);
      },
    );

    api.get(
      '/api/engine/images/:id/manifests',
      {
        config: perMinute(MANIFESTS_PER_MINUTE),
        schema: { params: z.object({ id: hexDigestSchema }), response: { 200: imageManifestsSchema } },
      },
      async (request, reply) => {
        const manifests = await (await exploreFor(request, reply)).manifests(request.params.id).catch(refuse);
        if (!manifests) throw unknownImage();
        // A push gives an image another.
        reply.header('cache-control', 'no-store');
        return manifests;
      },
    );

    api.get(
      '/api/engine/containers/:id/changes',
      {
        config: perMinute(READS_PER_MINUTE),
        schema: { params: z.object({ id: hexDigestSchema }), response: { 200: containerChangesSchema } },
      },
      async (request, reply) => {
        const changes = await (await exploreFor(request, reply)).changes(request.params.id).catch(refuse);
        reply.header('cache-control', 'no-store');
        return { changes };
      },
    );
  });
}

/** What a digest stands for never changes. It stays in the browser of the learner whose it is. */
function lasting(reply: FastifyReply, tag: string): FastifyReply {
  return reply
    .header('cache-control', 'private, max-age=31536000, immutable')
    .header('vary', 'cookie')
    .header('etag', `"${tag}"`);
}

function unknownImage(): LearnerError {
  return new LearnerError(
    'image-unknown',
    'Your engine does not have this image any more. Choose one that is in the list.',
  );
}

function refuse(cause: unknown): never {
  throw new LearnerError('sandbox-failed', 'Your images could not be read. Try again in a moment.', { cause });
}
