import { join } from 'node:path';
import type Docker from 'dockerode';
import { IMAGES, type ImageName, type ImageRecipe, type Platform } from '../images/catalog.ts';
import { atOnce } from './at-once.ts';
import { buildImage } from './build-image.ts';
import type { Machine } from './debian-packages.ts';
import { imagePrograms } from './image-programs.ts';
import { buildArguments, type ImageTags, imageTag } from './image-tags.ts';
import { presentImages } from './present-images.ts';
import { provideBase } from './provide-base.ts';

/** They unpack packages for the most part, each on one core. */
const AT_ONCE = 2;

/** One image to be built on the host engine: a recipe, for one platform. */
export interface ImageBuild {
  readonly recipe: ImageRecipe;
  /** What it is called in messages. */
  readonly title: string;
  /** On the host engine. */
  readonly tag: string;
  readonly args: Readonly<Record<string, string>>;
  /** Of the course's images only: the others are for the host's own. */
  readonly platform: Platform | undefined;
}

/** Everything that can be built, each after what it is built from. `root` is the project's folder. */
export async function imageBuilds(root: string, tags: ImageTags): Promise<readonly ImageBuild[]> {
  const builds: ImageBuild[] = [];
  for (const recipe of IMAGES) {
    const { name, course } = recipe;
    const [first, ...others] = course?.platforms ?? [undefined];
    const title = course ? `the course image ${name}` : `the ${name} image`;
    const args = buildArguments(recipe, tags);
    builds.push({ recipe, title, tag: tagOf(tags, name), args, platform: first });
    for (const platform of others) {
      const otherArgs = { ...args, ...argumentsFor(platform, recipe, builds), ARCH: platform.split('/')[1] ?? '' };
      const tag = await imageTag(recipe.repository, join(root, 'images', recipe.dir), recipe.dockerfile, otherArgs);
      builds.push({ recipe, title: `${title} for ${platform}`, tag, args: otherArgs, platform });
    }
  }
  return builds;
}

/** Of the images that it is built from, those that there are for the platform too. */
function argumentsFor(
  platform: Platform,
  { builtFrom }: ImageRecipe,
  builds: readonly ImageBuild[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(builtFrom).flatMap(([argument, name]) => {
      const build = builds.find(({ recipe, platform: of }) => recipe.name === name && of === platform);
      return build ? [[argument, build.tag]] : [];
    }),
  );
}

export function tagOf(tags: ImageTags, name: ImageName): string {
  const tag = tags.get(name);
  if (tag === undefined) throw new Error(`There is no image named ${name}.`);
  return tag;
}

/**
 * Builds those of `wanted` that the engine does not have, and before them what they are built from. `all` is everything that can be built. Resolves with
 * how many were built. Throws a `SetupError`.
 */
export async function provideImages(
  options: Machine & { readonly root: string },
  docker: Docker,
  { wanted, all, tags }: { wanted: readonly ImageBuild[]; all: readonly ImageBuild[]; tags: ImageTags },
): Promise<number> {
  const present = await presentImages(docker);
  const needed = new Set(wanted.map(({ tag }) => tag));
  const missing = all
    .toReversed()
    .filter(({ tag, args }) => {
      const isMissing = needed.has(tag) && !present.has(tag);
      if (isMissing) for (const value of Object.values(args)) needed.add(value);
      return isMissing;
    })
    .toReversed();
  const base = tagOf(tags, 'base');
  if (missing.length > 0 && !present.has(base)) await provideBase(options, docker, base);
  const provided = new Map<string, Promise<void>>();
  await atOnce(AT_ONCE, missing, (build) => {
    // Those before it in the list are begun before it, too.
    const before = Object.values(build.args).map((tag) => provided.get(tag));
    const providing = Promise.all(before).then(() => provideImage(options, docker, build));
    provided.set(build.tag, providing);
    return providing;
  });
  return missing.length;
}

function provideImage(
  { root, progress, signal }: Machine & { readonly root: string },
  docker: Docker,
  { recipe, title, tag, args }: ImageBuild,
): Promise<void> {
  return progress.step(`Building ${title}`, async (update) =>
    buildImage(docker, {
      title,
      tag,
      folder: join(root, 'images', recipe.dir),
      dockerfile: recipe.dockerfile,
      args,
      files: await imagePrograms(root, recipe),
      signal,
      update,
    }),
  );
}
