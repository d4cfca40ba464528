import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { registryHost } from '../server/domain/registry-account.ts';
import { AddressLimit } from './address-limit.ts';
import { refuse, sendJson } from './answers.ts';
import type { CourseRepository } from './course-content.ts';
import type { Asked } from './hosts.ts';
import type { createOwnRegistry } from './own-registry.ts';
import type { createPublicPulls } from './public-pulls.ts';
import { askOnward, sendOn } from './relay.ts';
import { search } from './search.ts';
import { parseTarget } from './target.ts';

/** Of one sandbox: an engine asks for some layers at once. */
const MOST_AT_ONCE = 64;

export interface FrontOptions {
  readonly course: string;
  readonly own: ReturnType<typeof createOwnRegistry>;
  readonly publicPulls: ReturnType<typeof createPublicPulls>;
  readonly content: () => Promise<readonly CourseRepository[]>;
  /** Repositories that learners have pushed. */
  readonly pushed: () => Promise<readonly string[]>;
}

/** What sandboxes reach of registries. `whatWasAsked` tells it from the request, or from the way that it came. */
export function createFront(
  options: FrontOptions,
  whatWasAsked: (request: IncomingMessage) => Asked | undefined,
): RequestListener {
  const atOnce = new AddressLimit(MOST_AT_ONCE);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = whatWasAsked(request);
    // As it was sent: it is sent on so, and a URL would resolve its dots.
    const [path = ''] = (request.url ?? '').split('?', 1);
    const query = new URLSearchParams((request.url ?? '').slice(path.length));
    const target = parseTarget(path);
    if (!asked || target.kind === 'nothing') {
      refuse(response, 'NAME_INVALID', 'This is a registry of images, and there is no such thing in it.');
      return;
    }
    switch (target.kind) {
      case 'ping':
        sendJson(response, { version: 'v2', standalone: true });
        return;
      case 'search': {
        const pushed = asked.kind === 'own' ? await options.pushed() : [];
        sendJson(
          response,
          search(
            query,
            await options.content(),
            pushed.map((name) => `${registryHost}/${name}`),
          ),
        );
        return;
      }
      case 'token':
        // By OAuth 2 some clients try to POST first, and take this for an answer.
        if (request.method !== 'GET') return refuse(response, 'UNSUPPORTED', 'Tokens are given to GET.');
        return asked.kind === 'own' ? options.own.token(request, response, query) : issueNoToken(request, response);
      case 'base':
        if (asked.kind === 'own') return options.own.base(request, response);
        if (asked.kind === 'hub' && asked.isMirror) {
          return sendOn(await askOnward(request, { socketPath: options.course, path: '/v2/' }), response);
        }
        return challengeOrGreet(request, response);
      case 'repository':
        if (asked.kind === 'own') return options.own.repository(request, response, target);
        return options.publicPulls(request, response, target, asked.kind === 'elsewhere' ? asked.host : undefined);
    }
  };

  return (request, response) => {
    const giveBack = atOnce.take(request.socket.remoteAddress ?? '');
    if (!giveBack) {
      refuse(response, 'TOOMANYREQUESTS', 'Too much is asked at once from here. Wait a moment.', {
        connection: 'close',
      });
      return;
    }
    response.once('close', giveBack);
    answer(request, response).catch((error: unknown) => {
      if (response.destroyed || request.destroyed) return;
      process.stderr.write(`${request.method} ${request.url?.split('?')[0]}: ${error}\n`);
      refuse(response, 'UNAVAILABLE', 'The course registry could not answer. Try again in a moment.');
    });
  };
}

const HUB_REALM = 'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"';

/** A login to a public registry would seem to succeed where nothing asks for one. */
function challengeOrGreet(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.authorization !== undefined) sendJson(response, {});
  else refuse(response, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': HUB_REALM });
}

function issueNoToken(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.authorization !== undefined) {
    refuse(
      response,
      'UNAUTHORIZED',
      `there is no way to the public registries from here. Log in to ${registryHost}: the lesson’s page shows your login.`,
    );
    return;
  }
  sendJson(response, { token: 'anybody', access_token: 'anybody', expires_in: 300 });
}
