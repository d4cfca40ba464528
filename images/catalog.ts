/** Names one image of this project, whatever its tag is at the moment. */
export type ImageName = 'base' | CourseImageName | 'gateway' | 'keeper' | 'sandbox';
export type CourseImageName = 'busybox:1.37' | 'debian:trixie-slim' | 'nginx:1.26' | 'nginx:1.26-alpine';

/** An architecture that an image is to be had for, in the words of image indexes. */
export type Platform = 'linux/amd64' | 'linux/arm64';

/** An image of the course, as its registry serves it. */
export interface CourseImage {
  /** The public registry that a learner's reference means: `docker.io` where it names none. */
  readonly host: 'docker.io' | 'gcr.io';
  /** On that registry: `library/nginx`. */
  readonly repository: string;
  /** All lead to the same image. The first is the one that the course names. */
  readonly tags: readonly [string, ...string[]];
  /** What it is in the course for, in a few words, for `docker search` and the registry's answers. */
  readonly purpose: string;
  /** Of the public image's index: what is copied where there is Internet. Left out, the first copy takes what the tag leads to. */
  readonly upstreamDigest?: string;
  /** Of the stand-in: more than one make an index. */
  readonly platforms: readonly [Platform, ...Platform[]];
  /** Made by `npm start` itself; the others by `npm run images`. */
  readonly isCore: boolean;
}

/** How one image is built. `dir` is a folder beside this file; all of it is the build context. */
export interface ImageRecipe {
  readonly name: Exclude<ImageName, 'base'>;
  /** The repository on the host engine. */
  readonly repository: string;
  readonly dir: string;
  readonly dockerfile: string;
  /** Build arguments that hold the tags of images made before this one. */
  readonly builtFrom: Readonly<Record<string, ImageName>>;
  readonly course?: CourseImage;
}

const FROM_BASE = { BASE: 'base' } as const;

/** What a learner writes to get it. */
export function courseReference({
  host,
  repository,
  tags: [tag],
}: Pick<CourseImage, 'host' | 'repository' | 'tags'>): string {
  const path = host === 'docker.io' ? repository.replace(/^library\//, '') : `${host}/${repository}`;
  return `${path}:${tag}`;
}

/** Its repository in the course registry, where those of other hosts than Docker Hub lie below the host's name. */
export function registryRepository({ host, repository }: Pick<CourseImage, 'host' | 'repository'>): string {
  return host === 'docker.io' ? repository : `${host}/${repository}`;
}

function courseImage(
  name: CourseImageName,
  recipe: Pick<CourseImage, 'purpose'> &
    Partial<CourseImage> & {
      readonly dir: string;
      readonly dockerfile?: string;
      readonly builtFrom?: Readonly<Record<string, ImageName>>;
    },
): ImageRecipe {
  const { dir, dockerfile = 'Dockerfile', builtFrom = FROM_BASE, ...course } = recipe;
  const [, host = 'docker.io', path = '', tag = ''] = /^(?:([^/]+\.[^/]+)\/)?(.+):(.+)$/.exec(name) ?? [];
  return {
    name,
    repository: `drydock/course-${name.replaceAll(/[/:]/g, '-')}`,
    dir,
    dockerfile,
    builtFrom,
    course: {
      host: host as CourseImage['host'],
      repository: path.includes('/') ? path : `library/${path}`,
      tags: [tag],
      platforms: ['linux/amd64'],
      isCore: true,
      ...course,
    },
  };
}

/** The repository of the base on the host engine: the root file system that all images are made from. */
export const BASE_REPOSITORY = 'drydock/base';

/** Every image to build on the base, each after those that it is built from. */
export const IMAGES: readonly ImageRecipe[] = [
  { name: 'gateway', repository: 'drydock/gateway', dir: 'gateway', dockerfile: 'Dockerfile', builtFrom: FROM_BASE },
  { name: 'keeper', repository: 'drydock/keeper', dir: 'keeper', dockerfile: 'Dockerfile', builtFrom: FROM_BASE },
  { name: 'sandbox', repository: 'drydock/sandbox', dir: 'sandbox', dockerfile: 'Dockerfile', builtFrom: FROM_BASE },
  courseImage('debian:trixie-slim', {
    dir: 'debian-trixie-slim',
    purpose: 'Debian without what a container seldom needs',
  }),
  courseImage('busybox:1.37', { dir: 'busybox-1.37', purpose: 'A whole Unix userland in one small program' }),
  courseImage('nginx:1.26', { dir: 'nginx-1.26', purpose: 'The web server' }),
  courseImage('nginx:1.26-alpine', {
    dir: 'nginx-1.26',
    purpose: 'The web server on a small base',
    dockerfile: 'Dockerfile.alpine',
    builtFrom: { BASE: 'base', BUSYBOX: 'busybox:1.37' },
  }),
];
