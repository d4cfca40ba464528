import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { registryHost } from '../server/domain/registry-account.ts';
import { refuse, sendJson } from './answers.ts';
import type { CourseRepository } from './course-content.ts';
import type { Asked } from './hosts.ts';
import type { createOwnRegistry } from './own-registry.ts';
import type { createPublicPulls } from './public-pulls.ts';
import { askOnward, sendOn } from './relay.ts';
import { search } from './search.ts';
import { parseTarget } from './target.ts';

/** An engine asks for some layers at once; one sandbox must not take all there is. */
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
  const busy = new Map<string, number>();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = whatWasAsked(request);
    const url = new URL(request.url ?? '/', 'http://gateway');
    const target = parseTarget(url.pathname);
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
            url,
            await options.content(),
            pushed.map((name) => `${registryHost}/${name}`),
          ),
        );
        return;
      }
      case 'token':
        // By OAuth 2 some clients try to POST first, and take this for an answer.
        if (request.method !== 'GET') return refuse(response, 'UNSUPPORTED', 'Tokens are given to GET.');
        return asked.kind === 'own' ? options.own.token(request, response, url) : issueNoToken(request, response);
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
    const from = request.socket.remoteAddress ?? '';
    const count = busy.get(from) ?? 0;
    if (count >= MOST_AT_ONCE) {
      refuse(response, 'TOOMANYREQUESTS', 'Too much is asked at once from here. Wait a moment.', {
        connection: 'close',
      });
      return;
    }
    busy.set(from, count + 1);
    response.once('close', () => {
      const left = (busy.get(from) ?? 1) - 1;
      if (left === 0) busy.delete(from);
      else busy.set(from, left);
    });
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
