/** What a request for a registry is about. */
export type Target =
  | { readonly kind: 'base' }
  | { readonly kind: 'token' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'search' }
  | RepositoryTarget
  | { readonly kind: 'nothing' };

export interface RepositoryTarget {
  readonly kind: 'repository';
  /** `library/nginx`. */
  readonly repository: string;
  readonly part: 'manifests' | 'blobs' | 'tags' | 'referrers';
  /** A tag or a digest; of an upload, what follows `uploads/`. */
  readonly reference: string;
}

/** Distribution's grammar of names, bounded as there. */
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(
  `^/v2/(?<repository>${COMPONENT}(?:/${COMPONENT})*)/(?:manifests/(?<manifest>[\\w][\\w.:-]*)|blobs/(?<blob>[\\w/=.:-]*)|(?<tags>tags/list)|referrers/(?<referrers>[\\w:]+))$`,
);
const MAX_PATH_CHARACTERS = 1024;

/** `path` is a request's, without its query. Nothing that another program might read in another way passes: no escapes, no dots alone. */
export function parseTarget(path: string): Target {
  if (path === '/v2/' || path === '/v2') return { kind: 'base' };
  if (path === '/token') return { kind: 'token' };
  if (path === '/v1/_ping') return { kind: 'ping' };
  if (path === '/v1/search') return { kind: 'search' };
  if (path.length > MAX_PATH_CHARACTERS || path.includes('//')) return { kind: 'nothing' };
  const found = REPOSITORY.exec(path)?.groups;
  const repository = found?.['repository'];
  if (!found || repository === undefined) return { kind: 'nothing' };
  const { manifest, blob, tags, referrers } = found;
  if (manifest !== undefined) return { kind: 'repository', repository, part: 'manifests', reference: manifest };
  if (blob !== undefined) return { kind: 'repository', repository, part: 'blobs', reference: blob };
  if (tags !== undefined) return { kind: 'repository', repository, part: 'tags', reference: '' };
  return { kind: 'repository', repository, part: 'referrers', reference: referrers ?? '' };
}

/** Whose space a repository is in: its name's first part. */
export function accountOf(repository: string): string {
  return repository.split('/', 1)[0] ?? '';
}

const isDigest = (reference: string) => reference.includes(':');

/** Of a repository in the course registry, what a learner writes, without a tag: only Docker Hub's own need no more than a name. */
export function shortName(repository: string): string {
  return repository.replace(/^library\//, '');
}

/** As a learner writes it: `python:2.7`, `nginx@sha256:…`. */
export function referenceOf({ repository, reference }: RepositoryTarget): string {
  return `${shortName(repository)}${isDigest(reference) ? '@' : ':'}${reference}`;
}
