import { join } from 'node:path';
import type Docker from 'dockerode';
import { IMAGES, type ImageRecipe } from '../images/catalog.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { buildImage } from './build-image.ts';
import { buildSite } from './build-site.ts';
import type { Machine } from './debian-packages.ts';
import { fillRegistry } from './fill-registry.ts';
import { hashStrings } from './folder-hash.ts';
import { buildArguments, type ImageTags, imageTags } from './image-tags.ts';
import { provideBase } from './provide-base.ts';
import { provideEngine } from './provide-engine.ts';
import { setupError } from './setup-error.ts';
import { createStamp } from './stamp.ts';

export interface PrepareOptions extends Machine {
  /** The project's folder. */
  readonly root: string;
  readonly dataDir: string;
  readonly registryVolume: string;
  readonly dockerHost: string | undefined;
}

export interface Prepared {
  readonly docker: Docker;
  /** Tags on the host engine. */
  readonly images: { readonly sandbox: string; readonly gateway: string };
}

/**
 * Makes everything that the server needs, and skips what is there: engine, base, images, course registry, pages. Safe to do again after it was
 * broken off anywhere. Throws a `SetupError`.
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const docker = await provideEngine(options, options);
  const tags = await imageTags(options.root);
  const present = await presentImages(docker);
  const isPresent = (name: ImageRecipe['name'] | 'base') => present.has(tagOf(tags, name));

  const missing = IMAGES.filter(({ name }) => !isPresent(name));
  if (missing.length > 0 && !isPresent('base')) await provideBase(options, docker, tagOf(tags, 'base'));
  for (const recipe of missing) await build(options, docker, recipe, tags);

  await fill(options, docker, tags, missing.length > 0 ? await presentImages(docker) : present);
  await buildSite(options.root, options.progress, options.signal);
  return { docker, images: { sandbox: tagOf(tags, 'sandbox'), gateway: tagOf(tags, 'gateway') } };
}

function tagOf(tags: ImageTags, name: Parameters<ImageTags['get']>[0]): string {
  const tag = tags.get(name);
  if (tag === undefined) throw new Error(`There is no image named ${name}.`);
  return tag;
}

/** All tags on the engine, each with its image's id. */
async function presentImages(docker: Docker): Promise<ReadonlyMap<string, string>> {
  const images = await docker.listImages();
  return new Map(images.flatMap(({ Id, RepoTags }) => (RepoTags ?? []).map((tag) => [tag, Id] as const)));
}

function build(options: PrepareOptions, docker: Docker, recipe: ImageRecipe, tags: ImageTags): Promise<void> {
  const title = recipe.course ? `the course image ${recipe.name}` : `the ${recipe.name} image`;
  return options.progress.step(`Building ${title}`, (update) =>
    buildImage(docker, {
      title,
      tag: tagOf(tags, recipe.name),
      folder: join(options.root, 'images', recipe.dir),
      dockerfile: recipe.dockerfile,
      args: buildArguments(recipe, tags),
      signal: options.signal,
      update,
    }),
  );
}

async function fill(
  options: PrepareOptions,
  docker: Docker,
  tags: ImageTags,
  present: ReadonlyMap<string, string>,
): Promise<void> {
  const images = IMAGES.flatMap(({ name, course }) => (course ? [{ ...course, localTag: tagOf(tags, name) }] : []));
  const stamp = createStamp(options.root, `registry-${options.registryVolume}`);
  const ids = images.map(({ name, tag, localTag }) => `${name}:${tag}=${present.get(localTag)}`);
  // The volume's birth belongs to it: a volume that was removed and made again is empty.
  const key = async () =>
    hashStrings([options.registryVolume, await volumeBirth(docker, options.registryVolume), ...ids]);
  if (await stamp.matches(await key())) return;
  await options.progress.step('Filling the course registry', (update) =>
    fillRegistry(docker, {
      volume: options.registryVolume,
      gatewayImage: tagOf(tags, 'gateway'),
      images,
      signal: options.signal,
      update,
    }),
  );
  await stamp.write(await key());
}

async function volumeBirth(docker: Docker, name: string): Promise<string> {
  const volume = await unlessMissing(docker.getVolume(name).inspect()).catch((error: unknown) => {
    throw setupError('looking at the course registry', error);
  });
  return volume && 'CreatedAt' in volume ? String(volume.CreatedAt) : '';
}
