/** Names one image of this project, whatever its tag is at the moment. */
export type ImageName = 'base' | CourseImageName | 'gateway' | 'keeper' | 'sandbox';
export type CourseImageName =
  | 'alpine:3.22'
  | 'buildpack-deps:trixie'
  | 'busybox:1.37'
  | 'debian:bookworm-slim'
  | 'debian:trixie-slim'
  | 'gcc:14'
  | 'gcr.io/distroless/base-debian13:latest'
  | 'gcr.io/distroless/base-debian13:nonroot'
  | 'gcr.io/distroless/python3-debian13:latest'
  | 'gcr.io/distroless/python3-debian13:nonroot'
  | 'gcr.io/distroless/static-debian13:latest'
  | 'gcr.io/distroless/static-debian13:nonroot'
  | 'hello-world:latest'
  | 'nginx:1.22'
  | 'nginx:1.26'
  | 'nginx:1.26-alpine'
  | 'node:20'
  | 'node:20-slim'
  | 'postgres:17'
  | 'python:3.13'
  | 'python:3.13-slim'
  | 'redis:8'
  | 'registry:2';

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
  /** Programs of this project that are put into the build context: the file's name there, and what it is made from. */
  readonly programs?: Readonly<Record<string, string>>;
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
      ...course,
    },
  };
}

/** The repository of the base on the host engine: the root file system that all images are made from. */
export const BASE_REPOSITORY = 'drydock/base';

/** Every image to build on the base, each after those that it is built from. */
export const IMAGES: readonly ImageRecipe[] = [
  {
    name: 'gateway',
    repository: 'drydock/gateway',
    dir: 'gateway',
    dockerfile: 'Dockerfile',
    builtFrom: FROM_BASE,
    programs: { 'front.mjs': 'gateway/main.ts' },
  },
  { name: 'keeper', repository: 'drydock/keeper', dir: 'keeper', dockerfile: 'Dockerfile', builtFrom: FROM_BASE },
  { name: 'sandbox', repository: 'drydock/sandbox', dir: 'sandbox', dockerfile: 'Dockerfile', builtFrom: FROM_BASE },
  courseImage('hello-world:latest', {
    dir: 'hello-world',
    purpose: 'Says that Docker works, and how',
    upstreamDigest: 'sha256:d58e752213a51785838f9eed2b7a498ffa1cb3aa7f946dda11af39286c3db9a9',
    tags: ['latest', 'linux'],
    platforms: ['linux/amd64', 'linux/arm64'],
  }),
  courseImage('debian:trixie-slim', {
    dir: 'debian-trixie-slim',
    purpose: 'Debian without what a container seldom needs',
    tags: ['trixie-slim', '13-slim'],
    upstreamDigest: 'sha256:a29215f6a35e51e22adffa17f89e9d2ef06214e64a2bad10d765c46aea49f11f',
  }),
  courseImage('busybox:1.37', {
    dir: 'busybox-1.37',
    purpose: 'A whole Unix userland in one small program',
    tags: ['1.37', '1.37.0', '1', 'latest'],
    upstreamDigest: 'sha256:9db7b59979c38555a39def84a31fb98b5296952f9e3afd4f6f11f05b07adfab0',
    platforms: ['linux/amd64', 'linux/arm64'],
  }),
  courseImage('nginx:1.26', {
    dir: 'nginx',
    purpose: 'The web server',
    upstreamDigest: 'sha256:41b194461e4bae16f9b25d68b0976ed4735b89ca625c89aad88e1c1c3b7e8860',
    tags: ['1.26', '1.26.3'],
  }),
  courseImage('nginx:1.26-alpine', {
    dir: 'nginx',
    purpose: 'The web server on a small base',
    tags: ['1.26-alpine', '1.26.3-alpine'],
    upstreamDigest: 'sha256:1eadbb07820339e8bbfed18c771691970baee292ec4ab2558f1453d26153e22d',
    dockerfile: 'Dockerfile.alpine',
    builtFrom: { BASE: 'base', BUSYBOX: 'busybox:1.37' },
  }),
  courseImage('buildpack-deps:trixie', {
    dir: 'buildpack-deps-trixie',
    purpose: 'Debian with a compiler, git and curl: what larger images are built on',
  }),
  courseImage('python:3.13-slim', {
    dir: 'python-3.13',
    dockerfile: 'Dockerfile.slim',
    purpose: 'Python and pip on a small Debian',
    upstreamDigest: 'sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b',
  }),
  courseImage('python:3.13', {
    dir: 'python-3.13',
    builtFrom: { BASE: 'buildpack-deps:trixie', SLIM: 'python:3.13-slim' },
    purpose: 'Python and pip, with a compiler',
    upstreamDigest: 'sha256:cea505b81701dd9e46b8dde96eaa8054c4bd2035dbb660edeb7af947ed38a0ad',
  }),
  courseImage('node:20-slim', {
    dir: 'node-20',
    dockerfile: 'Dockerfile.slim',
    purpose: 'Node.js and npm on a small Debian',
    upstreamDigest: 'sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0',
  }),
  courseImage('node:20', {
    dir: 'node-20',
    builtFrom: { BASE: 'buildpack-deps:trixie', SLIM: 'node:20-slim' },
    purpose: 'Node.js and npm, with a compiler',
    upstreamDigest: 'sha256:8f693eaa7e0a8e71560c9a82b55fd54c2ae920a2ba5d2cde28bac7d1c01c9ba5',
  }),
  courseImage('alpine:3.22', {
    dir: 'alpine-3.22',
    builtFrom: { BASE: 'base', BUSYBOX: 'busybox:1.37' },
    purpose: 'A small system on busybox and musl',
    upstreamDigest: 'sha256:14358309a308569c32bdc37e2e0e9694be33a9d99e68afb0f5ff33cc1f695dce',
  }),
  courseImage('redis:8', {
    dir: 'redis-8',
    purpose: 'A database that is ready at once',
  }),
  courseImage('gcr.io/distroless/static-debian13:latest', {
    dir: 'distroless-debian13',
    dockerfile: 'Dockerfile.static',
    purpose: 'What a static program needs around it, and no shell',
    upstreamDigest: 'sha256:58133991db06659feaabe0f4e97a35cebf15ef4ea08f8a4c6d2ee5f75e4aa6a0',
  }),
  courseImage('gcr.io/distroless/static-debian13:nonroot', {
    dir: 'distroless-debian13',
    dockerfile: 'Dockerfile.static-nonroot',
    builtFrom: { ROOT: 'gcr.io/distroless/static-debian13:latest' },
    purpose: 'What a static program needs around it, and no shell, as a user without rights',
    upstreamDigest: 'sha256:f7f8f729987ad0fdf6b05eeeae94b26e6a0f613bdf46feea7fc40f7bd72953e6',
  }),
  courseImage('gcr.io/distroless/base-debian13:latest', {
    dir: 'distroless-debian13',
    dockerfile: 'Dockerfile.base',
    builtFrom: { BASE: 'base', STATIC: 'gcr.io/distroless/static-debian13:latest' },
    purpose: 'What a program linked with glibc needs around it, and no shell',
    upstreamDigest: 'sha256:9ef50bca108839d5986e4d84b7f7b2d79024c9293b7c35b162c6c55485bd5868',
  }),
  courseImage('gcr.io/distroless/base-debian13:nonroot', {
    dir: 'distroless-debian13',
    dockerfile: 'Dockerfile.base-nonroot',
    builtFrom: { ROOT: 'gcr.io/distroless/base-debian13:latest' },
    purpose: 'What a program linked with glibc needs around it, and no shell, as a user without rights',
    upstreamDigest: 'sha256:fb282f8ed3057f71dbfe3ea0f5fa7e961415dafe4761c23948a9d4628c6166fe',
  }),
  courseImage('gcr.io/distroless/python3-debian13:latest', {
    dir: 'distroless-debian13',
    dockerfile: 'Dockerfile.python3',
    builtFrom: { BASE: 'base', DISTROLESS: 'gcr.io/distroless/base-debian13:latest' },
    purpose: 'Python without pip and without a shell',
    upstreamDigest: 'sha256:3f056d8b0189540a15b5a3a125cfd28fb0960af0af2c56cf8bcec613fd771a00',
  }),
  courseImage('gcr.io/distroless/python3-debian13:nonroot', {
    dir: 'distroless-debian13',
    dockerfile: 'Dockerfile.python3-nonroot',
    builtFrom: { ROOT: 'gcr.io/distroless/python3-debian13:latest' },
    purpose: 'Python without pip and without a shell, as a user without rights',
    upstreamDigest: 'sha256:4376456c1d8520c9d464f2c475465850efaecabf9a190ff24d4a0eef2b884bea',
  }),
  courseImage('gcc:14', {
    dir: 'gcc-14',
    builtFrom: { BASE: 'buildpack-deps:trixie' },
    purpose: 'Compilers for C and C++',
    upstreamDigest: 'sha256:9188ac751ca24431dc43dbd142a223c98ea74f01d2858e84d30ba342a0d67844',
  }),
  courseImage('registry:2', {
    dir: 'registry-2',
    builtFrom: { BASE: 'base', ALPINE: 'alpine:3.22' },
    purpose: 'A registry of your own',
    upstreamDigest: 'sha256:a3d8aaa63ed8681a604f1dea0aa03f100d5895b6a58ace528858a7b332415373',
  }),
  courseImage('debian:bookworm-slim', {
    dir: 'debian-bookworm-slim',
    purpose: 'The Debian before, without what a container seldom needs',
    upstreamDigest: 'sha256:96e378d7e6531ac9a15ad505478fcc2e69f371b10f5cdf87857c4b8188404716',
    tags: ['bookworm-slim', '12-slim'],
  }),
  courseImage('nginx:1.22', {
    dir: 'nginx',
    dockerfile: 'Dockerfile.1.22',
    builtFrom: { BASE: 'debian:bookworm-slim' },
    purpose: 'The web server, four years older',
    upstreamDigest: 'sha256:fc5f5fb7574755c306aaf88456ebfbe0b006420a184d52b923d2f0197108f6b7',
    tags: ['1.22', '1.22.1'],
  }),
  courseImage('postgres:17', {
    dir: 'postgres-17',
    purpose: 'A database that keeps its data in a volume and wants a password',
    upstreamDigest: 'sha256:d74eeac9a635390a49bc21bd49fccd973de707e2a53a76ac49b552b8712ec46f',
  }),
];
