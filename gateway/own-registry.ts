import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Transform } from 'node:stream';
import { registryHost } from '../server/domain/registry-account.ts';
import { refuse, sendJson } from './answers.ts';
import type { PushGate } from './push-gate.ts';
import { type PushQuota, QuotaExceededError } from './push-quota.ts';
import type { RegistryTokens } from './registry-tokens.ts';
import { askOnward, sendOn } from './relay.ts';
import { accountOf, type RepositoryTarget } from './target.ts';

/** What a client is let go on sending that has been told no, so that it reads why instead of a broken connection. */
const DRAINED_MS = 10_000;

const MB = 1_000_000;

const NO_ROOM = 'The course registry’s disk has no room left. Tell your instructor.';

export interface OwnRegistryOptions {
  readonly course: string;
  /** The socket of the registry that learners push to. */
  readonly pushes: string;
  readonly tokens: RegistryTokens;
  readonly quota: PushQuota;
  readonly gate: PushGate;
  /** Whether the disk has room for what is pushed. */
  readonly hasRoom: () => Promise<boolean>;
  /** Removes an upload that was refused in its middle. */
  readonly forgetUpload: (repository: string, upload: string) => Promise<void>;
  /** Hears of each blob that a client is told is there. */
  readonly onSeen: (digest: string) => void;
}

/** Whether a repository is one of the course's own: no account has such a name. */
function isCourseRepository(repository: string): boolean {
  const first = accountOf(repository);
  return first === 'library' || first.includes('.');
}

/** Serves the course registry under its own name: the course's images to read, and to each learner a space of their own to push to. */
export function createOwnRegistry({
  course,
  pushes,
  tokens,
  quota,
  gate,
  hasRoom,
  forgetUpload,
  onSeen,
}: OwnRegistryOptions) {
  /** Sends what a client sends to the registry, and its answer back. Resolves with why it is refused, where it is, and nothing was answered. */
  const pass = async (
    request: IncomingMessage,
    response: ServerResponse,
    account: string,
  ): Promise<string | undefined> => {
    let isOver = false;
    let body: Transform | undefined;
    try {
      if (!(await hasRoom())) return NO_ROOM;
      body = await quota.meter(account);
      body.once('error', (error) => {
        isOver = error instanceof QuotaExceededError;
      });
      request.once('close', () => {
        if (!request.complete) body?.destroy();
      });
      const onward = { socketPath: pushes, path: request.url ?? '', body: request.pipe(body) };
      const answer = await askOnward(request, onward);
      if ((answer.statusCode ?? 500) < 500 || (await hasRoom())) {
        await sendOn(answer, response);
        return undefined;
      }
      answer.resume();
      return NO_ROOM;
    } catch (error) {
      if (!isOver && !(error instanceof QuotaExceededError)) throw error;
      const quotaMb = Math.round(quota.quotaBytes / MB);
      return `Your space in the course registry is full: it holds ${quotaMb} MB. Push a smaller image, or empty it on the lesson’s page.`;
    } finally {
      body?.destroy();
    }
  };

  const send = async (request: IncomingMessage, response: ServerResponse, target: RepositoryTarget): Promise<void> => {
    const { repository, reference } = target;
    // Gone while the gate was closed.
    if (request.destroyed && !request.complete) return;
    const account = accountOf(repository);
    const [, token] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const holder = token === undefined ? undefined : await tokens.holderOf(token, repository);
    if (holder && holder.account !== '' && holder.account !== account) {
      const theirs = `${registryHost}/${holder.account}/`;
      refuse(response, 'DENIED', `${repository} is not yours to push to. Your images go to ${theirs}.`);
      return;
    }
    if (!holder?.maySend || request.method === 'DELETE') {
      // Where something is missing, Distribution says what, without having read anything.
      return sendOn(await askOnward(request, { socketPath: pushes, path: request.url ?? '' }), response);
    }
    const [, upload] = /^uploads\/([\w-]+)$/.exec(reference) ?? [];
    const reason = await pass(request, response, account).catch(async (error: unknown) => {
      // Docker begins a layer that was broken off from its beginning.
      if (!request.complete && upload !== undefined) await forgetUpload(repository, upload);
      throw error;
    });
    if (reason === undefined) return;
    if (upload !== undefined) await forgetUpload(repository, upload);
    refuse(response, 'DENIED', reason, { connection: 'close' });
    drain(request);
  };

  return {
    /** `/v2/` itself: where a client learns how to log in. */
    base: async (request: IncomingMessage, response: ServerResponse): Promise<void> =>
      sendOn(await askOnward(request, { socketPath: pushes, path: '/v2/' }), response),

    token: async (request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> => {
      const login = readLogin(request.headers.authorization);
      if (login && !tokens.accepts(login)) {
        refuse(
          response,
          'UNAUTHORIZED',
          'the name and the password don’t belong together. The lesson’s page shows your login.',
        );
        return;
      }
      const scopes = query.getAll('scope').flatMap((scope) => scope.split(' '));
      sendJson(response, await tokens.issue(login?.account, scopes), 200, { 'cache-control': 'no-store' });
    },

    repository: async (request: IncomingMessage, response: ServerResponse, target: RepositoryTarget): Promise<void> => {
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const path = request.url ?? '';
      if (isCourseRepository(target.repository)) {
        if (isRead) {
          return sendOn(await askOnward(request, { socketPath: course, path, withoutAuthorization: true }), response);
        }
        refuse(
          response,
          'DENIED',
          'The course’s own images are only read. Push under your own name: the lesson’s page shows your login.',
        );
        return;
      }
      if (isRead) {
        if (target.part === 'blobs') onSeen(target.reference);
        return sendOn(await askOnward(request, { socketPath: pushes, path }), response);
      }
      await gate.pass(() => send(request, response, target));
    },
  };
}

function readLogin(authorization: string | undefined): { account: string; password: string } | undefined {
  const [, encoded] = /^Basic (.+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return { account: text.slice(0, colon), password: text.slice(colon + 1) };
}

function drain(request: IncomingMessage): void {
  request.unpipe();
  request.resume();
  setTimeout(() => request.destroy(), DRAINED_MS).unref();
}
