import { createServer } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { SERVER_ONLY_FOLDER } from '../../src/shared/quiz.ts';
import type { OwnOrigin } from '../edge/origin.ts';
import { LearnerError, type LearnerErrorCode } from '../errors.ts';
import type { Preview } from './preview.ts';
import type { PreviewAddresses } from './preview-address.ts';

/** More is no form of ours. */
const MAX_BODY_BYTES = 16 * 1024;

/** Headers come in one go; a bad line takes seconds. */
const HEADERS_TIMEOUT_MS = 10_000;

const statusCodes: Readonly<Partial<Record<LearnerErrorCode, number>>> = {
  'invite-invalid': 410,
  'class-code-unknown': 404,
  'class-archived': 410,
  'class-full': 409,
  'class-over': 410,
  'class-count': 409,
  'roster-list': 400,
  'personal-link': 410,
  'has-account': 409,
  'class-needs-instructor': 409,
  'invite-needed': 403,
  'sign-in-failed': 401,
  'sign-in-locked': 429,
  'sign-in-stale': 403,
  'password-refused': 400,
  'email-taken': 409,
  'account-unknown': 404,
  'reset-invalid': 410,
  'passkey-failed': 400,
  'accounts-failed': 503,
  'own-machine-link': 401,
  'own-machine-unconfirmed': 403,
  'exercise-unconfirmed': 403,
  'not-on-own-machine': 403,
  'bad-request': 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'exercise-unknown': 404,
  'sandbox-missing': 404,
  'file-missing': 404,
  'file-exists': 409,
  'file-outside': 403,
  'file-denied': 403,
  'file-wrong-kind': 409,
  'file-name': 400,
  'file-too-large': 413,
  'file-failed': 503,
  'disk-full': 507,
  'image-unknown': 404,
  'sandbox-away': 409,
  'image-too-large': 413,
  'too-many': 429,
  'sandbox-failed': 503,
  'registry-failed': 503,
};

const toBody = ({ code, message }: LearnerError) => ({ error: { code, message } });

/** Sent with every answer of the platform itself; a page's own policy for scripts stands in the page. */
const securityHeaders = (frameSource: string) => ({
  // Shown in a page's frames are published ports and nothing else.
  'content-security-policy': `frame-ancestors 'none'; frame-src ${frameSource}; base-uri 'self'; form-action 'self'; object-src 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
});

export interface HttpServerOptions {
  readonly logger: FastifyBaseLogger;
  readonly cookieSecret: string;
  /** The folder of the built pages. */
  readonly siteFolder: string;
  readonly ownOrigin: OwnOrigin;
  readonly previewAddresses: PreviewAddresses;
  readonly preview: Preview;
  /** Where not everybody may come in: throws, or answers itself, for who may not. */
  readonly door?: Door;
}

export interface Door {
  /** Called for a request under a name that is not the platform's, before it is refused. */
  turnAway(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Called for every other request. */
  admit(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** The edge: previews by their host names, everything else to the platform's routes and pages. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { ownOrigin, previewAddresses, preview } = options;
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    serverFactory: (handler) =>
      createServer((request, response) => {
        const address = previewAddresses.parse(request.headers.host);
        if (address) void preview.handle(address, request, response);
        else handler(request, response);
      }),
  });
  // Node gives whoever sends a byte now and then a minute and more.
  app.server.headersTimeout = HEADERS_TIMEOUT_MS;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(fastifyCookie, { secret: options.cookieSecret });

  const headers = securityHeaders(previewAddresses.frameSource);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.url === '/healthz') return;
    if (!ownOrigin.isOwnHost(request.headers.host)) {
      await options.door?.turnAway(request, reply);
      if (reply.sent) return;
      throw new LearnerError(
        'forbidden',
        'Drydock does not answer to this name. Open the address that it printed when it started, or set DRYDOCK_PUBLIC_URL to this one.',
      );
    }
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead && !ownOrigin.isOwnOrigin(request.headers.origin)) {
      throw new LearnerError('forbidden', 'This request did not come from a page of this Drydock.');
    }
    await options.door?.admit(request, reply);
  });

  app.setErrorHandler((error: FastifyError | LearnerError, request, reply) => {
    if (error instanceof LearnerError && error.cause !== undefined) {
      request.log.error({ err: error }, 'a request failed');
    }
    if (error instanceof LearnerError) return reply.code(statusCodes[error.code] ?? 500).send(toBody(error));
    if (error.statusCode !== undefined && error.statusCode < 500) {
      const unusable = new LearnerError(
        'bad-request',
        'The server could not read this request. Reload the page and try again.',
      );
      return reply.code(error.statusCode).send(toBody(unusable));
    }
    request.log.error({ err: error }, 'a request failed');
    const internal = new LearnerError(
      'internal',
      'Something went wrong on the server, and was noted there. Try again in a moment.',
    );
    return reply.code(500).send(toBody(internal));
  });

  await app.register(fastifyStatic, {
    root: options.siteFolder,
    preCompressed: true,
    allowedPath: (path) => !path.startsWith(`/${SERVER_ONLY_FOLDER}`),
    // Astro names these by their content.
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(`${options.siteFolder}/_astro/`);
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.method === 'GET' && request.headers.accept?.includes('text/html')) {
      return reply.code(404).sendFile('404.html');
    }
    return reply.code(404).send(toBody(new LearnerError('not-found', 'There is nothing at this address.')));
  });
  return app;
}
