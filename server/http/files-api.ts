import { posix } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  etagSchema,
  fileConflictSchema,
  filePathSchema,
  folderPathSchema,
  folderViewSchema,
  MAX_EDITED_BYTES,
  MAX_UPLOAD_BYTES,
  openedFileSchema,
  savedFileSchema,
} from '../../src/shared/file-views.ts';
import type { LearnerId, SandboxId } from '../../src/shared/ids.ts';
import { Serial } from '../domain/serial.ts';
import { Turns } from '../domain/turns.ts';
import { LearnerError } from '../errors.ts';
import { createSandboxFiles, type Expected, type SandboxFiles } from '../files/sandbox-files.ts';
import type { LearnerSandboxes } from '../fleet/learner-sandboxes.ts';
import { SandboxesFullError, SandboxLostError } from '../sandbox/errors.ts';
import { FileBodies } from './file-bodies.ts';
import { limitByLearner, visitorOf } from './route-access.ts';

/** A page looks twice a second at most, at a file and at a folder; what a person unfolds and opens comes on top. */
const READS_PER_MINUTE = 400;
/** Ctrl and S held down is more, and is told so. */
const WRITES_PER_MINUTE = 120;
const DOWNLOADS_PER_MINUTE = 20;

/** A stopped sandbox starts meanwhile, and thirty at once take their time. Removing a large folder is the longest deed. */
const DEED_TIMEOUT_MS = 30_000;
/** The largest file through a slow line. */
const DOWNLOAD_TIMEOUT_MS = 60 * 60_000;

/** Eight of the largest at once, one a learner, beside which they can save. */
const bodyLimits = {
  maxBytes: MAX_UPLOAD_BYTES,
  maxLearnerBytes: MAX_UPLOAD_BYTES + 4 * MAX_EDITED_BYTES,
  maxTogetherBytes: 8 * MAX_UPLOAD_BYTES,
  timeoutMs: 60_000,
};

/** What one learner has done at once; each is a process in their sandbox. The rest waits. */
const DEEDS_AT_ONCE = 4;

export interface FilesApiOptions {
  readonly sandboxes: Pick<LearnerSandboxes, 'open'>;
  /** Something in the learner's files was changed by a page. */
  readonly onChanged: (sandbox: SandboxId) => void;
}

const fileQuery = z.object({ path: filePathSchema });
const folderQuery = z.object({ path: folderPathSchema });

/** A learner's own files, for the editor: each request names a path below their home folder. */
export async function registerFilesApi(app: FastifyInstance, options: FilesApiOptions): Promise<void> {
  const { sandboxes, onChanged } = options;
  const bodies = new FileBodies(bodyLimits);
  const writing = new Serial<LearnerId>();
  const turns = new Map<LearnerId, { readonly turns: Turns; waiting: number }>();

  /** Opens the learner's sandbox, or wakes it, and does something in it. What is changed is changed one after the other, so that no page of theirs writes between another's look and deed. */
  const inFiles = async <Result>(
    request: FastifyRequest,
    reply: FastifyReply,
    kind: 'read' | 'change',
    deed: (files: SandboxFiles, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> => {
    reply.header('cache-control', 'no-store');
    const { id } = visitorOf(request);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort(new Error('Nobody waits for the answer any more.')));
    const work = async () => {
      const timeout = AbortSignal.timeout(DEED_TIMEOUT_MS);
      // What was begun to be changed is changed, whoever waits for it.
      const signal = kind === 'read' ? AbortSignal.any([gone.signal, timeout]) : timeout;
      try {
        const attempt = async () => {
          const { row, sandbox } = await sandboxes.open(id, { signal });
          const result = await deed(createSandboxFiles(sandbox), signal);
          if (kind === 'change') onChanged(row.id);
          return result;
        };
        return await attempt().catch((error: unknown) => {
          // It was just being put away.
          if (error instanceof SandboxLostError) return attempt();
          throw error;
        });
      } catch (error) {
        throw inWords(error);
      }
    };
    const entry = turns.get(id) ?? { turns: new Turns(DEEDS_AT_ONCE), waiting: 0 };
    turns.set(id, entry);
    entry.waiting += 1;
    try {
      return await entry.turns.take(() => (kind === 'change' ? writing.run(id, work) : work()));
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0) turns.delete(id);
    }
  };

  await app.register(async (scope) => {
    await limitByLearner(scope);
    // Read by its route, once it is known whose it is and what for.
    scope.addContentTypeParser('application/octet-stream', (_request, _payload, done) => done(null, undefined));
    const api = scope.withTypeProvider<ZodTypeProvider>();
    const perMinute = (max: number) => ({ access: 'own' as const, rateLimit: { max, timeWindow: '1 minute' } });

    api.get(
      '/api/files/folder',
      {
        config: perMinute(READS_PER_MINUTE),
        schema: { querystring: folderQuery, response: { 200: folderViewSchema } },
      },
      (request, reply) => inFiles(request, reply, 'read', (files, signal) => files.list(request.query.path, signal)),
    );

    api.get(
      '/api/files/file',
      { config: perMinute(READS_PER_MINUTE), schema: { querystring: fileQuery, response: { 200: openedFileSchema } } },
      (request, reply) => inFiles(request, reply, 'read', (files, signal) => files.read(request.query.path, signal)),
    );

    api.get(
      '/api/files/download',
      { config: perMinute(DOWNLOADS_PER_MINUTE), schema: { querystring: fileQuery } },
      async (request, reply) => {
        const { path } = request.query;
        const gone = new AbortController();
        reply.raw.once('close', () => gone.abort(new Error('The download was broken off.')));
        const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]);
        const content = await inFiles(request, reply, 'read', (files) => files.send(path, signal));
        return reply
          .type('application/octet-stream')
          .header('content-disposition', `attachment; filename*=UTF-8''${encodeForHeader(posix.basename(path))}`)
          .send(content);
      },
    );

    api.put(
      '/api/files/file',
      {
        config: perMinute(WRITES_PER_MINUTE),
        schema: { querystring: fileQuery, response: { 200: savedFileSchema, 412: fileConflictSchema } },
      },
      async (request, reply) => {
        const { id } = visitorOf(request);
        const expected = expectedOf(request);
        using content = await bodies.read(request.raw, id);
        const { path } = request.query;
        const result = await inFiles(request, reply, 'change', (files, signal) =>
          files.write(path, content.bytes, expected, signal),
        );
        if (result.kind === 'conflict') return reply.code(412).send({ current: result.current });
        return reply.header('etag', `"${result.etag}"`).send({ etag: result.etag });
      },
    );

    api.post(
      '/api/files/folder',
      { config: perMinute(WRITES_PER_MINUTE), schema: { querystring: fileQuery } },
      async (request, reply) => {
        await inFiles(request, reply, 'change', (files, signal) => files.makeFolder(request.query.path, signal));
        return reply.code(204).send();
      },
    );

    api.post(
      '/api/files/move',
      {
        config: perMinute(WRITES_PER_MINUTE),
        schema: { body: z.object({ from: filePathSchema, to: filePathSchema }) },
      },
      async (request, reply) => {
        const { from, to } = request.body;
        await inFiles(request, reply, 'change', (files, signal) => files.move(from, to, signal));
        return reply.code(204).send();
      },
    );

    api.delete(
      '/api/files/file',
      { config: perMinute(WRITES_PER_MINUTE), schema: { querystring: fileQuery } },
      async (request, reply) => {
        await inFiles(request, reply, 'change', (files, signal) => files.remove(request.query.path, signal));
        return reply.code(204).send();
      },
    );
  });
}

/** What a file is to be as it is replaced stands in the request's conditions. One without any would write over what nobody has seen. */
function expectedOf({ headers }: FastifyRequest): Expected {
  if (headers['if-none-match'] === '*') return { kind: 'new' };
  const match = headers['if-match'];
  if (match === '*') return { kind: 'any' };
  const etag = etagSchema.safeParse(match?.replace(/^"(.*)"$/, '$1'));
  if (etag.success) return { kind: 'same', etag: etag.data };
  throw new LearnerError(
    'bad-request',
    'It was not said whether a file is replaced by this, and which. Reload the page and try again.',
  );
}

/** RFC 8187: what `encodeURIComponent` leaves of the characters that have a meaning there. */
function encodeForHeader(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

function inWords(error: unknown): LearnerError {
  if (error instanceof LearnerError) return error;
  if (error instanceof SandboxesFullError) {
    return new LearnerError(
      'sandbox-failed',
      'All sandboxes of this Drydock are in use, so yours could not be woken. Your files are safe. Try again in a few minutes.',
    );
  }
  return new LearnerError('sandbox-failed', 'Your files could not be reached. They are safe. Try again in a moment.', {
    cause: error,
  });
}
