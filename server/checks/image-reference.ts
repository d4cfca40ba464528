/** What an image's name leads to in a registry. */
export interface ImageReference {
  /** `docker.io` where the name has none. */
  readonly host: string;
  readonly repository: string;
  /** A tag or a digest. */
  readonly version: string;
}

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const HOST = /^[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Reads a name as Docker does; `undefined` for what is none. */
export function parseImageReference(text: string): ImageReference | undefined {
  const [, named = '', tag, digest] = /^(.*?)(?::([^:/@]+))?(?:@(.+))?$/.exec(text) ?? [];
  if (tag !== undefined && !TAG.test(tag)) return undefined;
  if (digest !== undefined && !DIGEST.test(digest)) return undefined;
  const slash = named.indexOf('/');
  const first = named.slice(0, Math.max(slash, 0));
  const hasHost = first === 'localhost' || /[.:]/.test(first);
  const host = hasHost ? first : 'docker.io';
  const path = hasHost ? named.slice(slash + 1) : named;
  const repository = host === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  if (!HOST.test(host) || repository.length > 255 || !REPOSITORY.test(repository)) return undefined;
  return { host, repository, version: digest ?? tag ?? 'latest' };
}
