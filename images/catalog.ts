/** Names one image of this project, whatever its tag is at the moment. */
export type ImageName = 'base' | CourseImageName | 'gateway' | 'keeper' | 'sandbox';
export type CourseImageName = 'busybox:1.37' | 'debian:trixie-slim' | 'nginx:1.26' | 'nginx:1.26-alpine';

/** How one image is built. `dir` is a folder beside this file; all of it is the build context. */
export interface ImageRecipe {
  readonly name: Exclude<ImageName, 'base'>;
  /** The repository on the host engine. */
  readonly repository: string;
  readonly dir: string;
  readonly dockerfile: string;
  /** Build arguments that hold the tags of images made before this one. */
  readonly builtFrom: Readonly<Record<string, ImageName>>;
  /** Where the course registry serves it, and which public image it stands in for. */
  readonly course?: { readonly name: string; readonly tag: string; readonly standInOf: string };
}

const FROM_BASE = { BASE: 'base' } as const;

function courseImage(
  name: CourseImageName,
  recipe: { dir: string; dockerfile?: string; builtFrom?: Readonly<Record<string, ImageName>> },
): ImageRecipe {
  const [repository = '', tag = ''] = name.split(':');
  return {
    name,
    repository: `drydock/course-${repository}-${tag}`,
    dir: recipe.dir,
    dockerfile: recipe.dockerfile ?? 'Dockerfile',
    builtFrom: recipe.builtFrom ?? FROM_BASE,
    course: { name: repository, tag, standInOf: name },
  };
}

/** The repository of the base on the host engine: the root file system that all images are made from. */
export const BASE_REPOSITORY = 'drydock/base';

/** Every image to build on the base, each after those that it is built from. */
export const IMAGES: readonly ImageRecipe[] = [
  { name: 'gateway', repository: 'drydock/gateway', dir: 'gateway', dockerfile: 'Dockerfile', builtFrom: FROM_BASE },
  { name: 'keeper', repository: 'drydock/keeper', dir: 'keeper', dockerfile: 'Dockerfile', builtFrom: FROM_BASE },
  { name: 'sandbox', repository: 'drydock/sandbox', dir: 'sandbox', dockerfile: 'Dockerfile', builtFrom: FROM_BASE },
  courseImage('debian:trixie-slim', { dir: 'debian-trixie-slim' }),
  courseImage('busybox:1.37', { dir: 'busybox-1.37' }),
  courseImage('nginx:1.26', { dir: 'nginx-1.26' }),
  courseImage('nginx:1.26-alpine', {
    dir: 'nginx-1.26',
    dockerfile: 'Dockerfile.alpine',
    builtFrom: { BASE: 'base', BUSYBOX: 'busybox:1.37' },
  }),
];
