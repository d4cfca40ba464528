import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from './answers.ts';
import type { CourseRepository } from './course-content.ts';
import { type Limit, sayNotHere } from './not-here.ts';
import { cacheStorage } from './paths.ts';
import type { PublicLimit } from './public-limit.ts';
import type { PullCounter, PullCounts } from './pull-counts.ts';
import type { PullThrough } from './pull-through.ts';
import type { RecentDigests } from './recent-digests.ts';
import { blobSize, listManifests, readTag } from './registry-storage.ts';
import { askOnward, sendOn } from './relay.ts';
import { type RepositoryTarget, referenceOf } from './target.ts';

export interface PublicPullsOptions {
  /** The course registry's socket. */
  readonly course: string;
  /** Left out, nothing is fetched from a public registry. */
  readonly pullThrough: PullThrough | undefined;
  readonly publicLimit: (() => Promise<PublicLimit | undefined>) | undefined;
  /** Manifests that were fetched for a question about them, and not sent yet. */
  readonly fetched: RecentDigests;
  /** Whether there is room on the disk for more images. */
  readonly hasRoom: () => Promise<boolean>;
  readonly counter: PullCounter;
  readonly content: () => Promise<readonly CourseRepository[]>;
}

/** Serves what learners ask of public registries: from the course, else through to Docker Hub where that is allowed and reached, else in words. */
export function createPublicPulls(options: PublicPullsOptions) {
  const { course, pullThrough, publicLimit, fetched, hasRoom, counter, content } = options;

  /** Of an image whose manifest is sent; an index says only which there are. */
  const count = (answer: IncomingMessage, target: RepositoryTarget, kind: keyof PullCounts) => {
    if (answer.statusCode === 200 && target.part === 'manifests' && !isIndex(answer)) counter.count(kind);
  };

  const fromCourse = (request: IncomingMessage, path: string) =>
    askOnward(request, { socketPath: course, path, withoutAuthorization: true });

  const serve = async (
    request: IncomingMessage,
    response: ServerResponse,
    target: RepositoryTarget,
    host: string | undefined,
  ): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(
        response,
        'UNSUPPORTED',
        'Public registries are only read here. Push to registry.internal: the lesson’s page shows your login.',
      );
      return;
    }
    const url = request.url ?? '';
    const path = host === undefined ? url : url.replace('/v2/', `/v2/${host}/`);
    const answer = await fromCourse(request, path);
    if (answer.statusCode !== 404) {
      if (request.method === 'GET') count(answer, target, 'servedHere');
      return sendOn(answer, response);
    }
    answer.resume();
    const limit =
      host === undefined && pullThrough ? await passThrough(pullThrough, request, response, target) : 'closed';
    if (limit === undefined) return;
    const repository = host === undefined ? target.repository : `${host}/${target.repository}`;
    const reference = host === undefined ? referenceOf(target) : `${host}/${referenceOf(target)}`;
    refuse(response, 'MANIFEST_UNKNOWN', sayNotHere({ reference, repository }, limit, await content()));
  };

  /** Resolves with why nothing was sent, or with nothing where something was. */
  const passThrough = async (
    through: PullThrough,
    request: IncomingMessage,
    response: ServerResponse,
    target: RepositoryTarget,
  ): Promise<Limit | undefined> => {
    const known = target.part === 'manifests' ? await listManifests(cacheStorage, target.repository) : [];
    if (!(await hasRoom()) && !(await isFetched(target))) return 'full';
    const onward = { socketPath: await through.socketPath(), path: request.url ?? '', withoutAuthorization: true };
    const answer = await askOnward(request, onward);
    if (answer.statusCode === 200 || answer.statusCode === 206) {
      const digest = String(answer.headers['docker-content-digest']);
      if (target.part === 'manifests' && !known.some((manifest) => manifest.digest === digest)) fetched.add(digest);
      if (request.method === 'GET') count(answer, target, fetched.delete(digest) ? 'wentUpstream' : 'servedHere');
      await sendOn(answer, response);
      return undefined;
    }
    // Distribution does not tell its own reasons from the public registry's.
    answer.resume();
    if (!(await through.isReachable())) return 'unreachable';
    return (await publicLimit?.())?.remaining === 0 ? 'used up' : 'not there';
  };

  return serve;
}

/** Whether it lies in the gateway's own storage. A tag may have moved since. */
async function isFetched({ repository, part, reference }: RepositoryTarget): Promise<boolean> {
  if (part === 'blobs') return (await blobSize(cacheStorage, reference)) !== undefined;
  const digest = reference.includes(':') ? reference : await readTag(cacheStorage, repository, reference);
  return digest !== undefined && (await blobSize(cacheStorage, digest)) !== undefined;
}

function isIndex(answer: IncomingMessage): boolean {
  return /image\.index|manifest\.list/.test(answer.headers['content-type'] ?? '');
}
