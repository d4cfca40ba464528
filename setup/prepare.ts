import { join } from 'node:path';
import type Docker from 'dockerode';
import { IMAGES, type ImageRecipe } from '../images/catalog.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { buildImage } from './build-image.ts';
import { buildSite } from './build-site.ts';
import { courseContent, courseImages } from './course-images.ts';
import type { Machine } from './debian-packages.ts';
import { fillRegistry } from './fill-registry.ts';
import { hashStrings } from './folder-hash.ts';
import { buildArguments, type ImageTags, imageTags } from './image-tags.ts';
import { presentImages } from './present-images.ts';
import type { Update } from './progress.ts';
import { provideBase } from './provide-base.ts';
import { provideEngine } from './provide-engine.ts';
import { imageStoreName, provideImageStore } from './provide-image-store.ts';
import { refuseUnfitHost } from './refuse-unfit-host.ts';
import { setupError } from './setup-error.ts';
import { createStamp } from './stamp.ts';
import { removeUnusedImageStores } from './unused-image-stores.ts';

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
  readonly images: { readonly sandbox: string; readonly gateway: string; readonly keeper: string };
  /** The volume with the image store that new sandboxes share. */
  readonly imageStore: string;
}

/**
 * Makes everything that the server needs, and skips what is there: engine, base, images, course registry, image store, pages. Safe to do again
 * after it was broken off anywhere. Throws a `SetupError`.
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const docker = await provideEngine(options, options);
  const tags = await imageTags(options.root);
  const fitness = createStamp(options.root, 'host-fitness');
  const host = hashStrings([await describeEngine(docker), tagOf(tags, 'sandbox')]);
  const isKnownFit = await fitness.matches(host);
  if (!isKnownFit) await refuseUnfitHost(docker, tags, options.signal);
  const present = await presentImages(docker);
  const isPresent = (name: ImageRecipe['name'] | 'base') => present.has(tagOf(tags, name));

  const missing = IMAGES.filter(({ name }) => !isPresent(name));
  if (missing.length > 0 && !isPresent('base')) await provideBase(options, docker, tagOf(tags, 'base'));
  for (const recipe of missing) await build(options, docker, recipe, tags);
  // With the images there, the host's kernel can be asked too.
  if (!isKnownFit && missing.length > 0) await refuseUnfitHost(docker, tags, options.signal);
  if (!isKnownFit) await fitness.write(host);

  const content = courseContent(tags, missing.length > 0 ? await presentImages(docker) : present);
  await fill(options, docker, tags, content);
  const imageStore = await store(options, docker, tags, content);
  await buildSite(options.root, options.progress, options.signal);
  return {
    docker,
    images: { sandbox: tagOf(tags, 'sandbox'), gateway: tagOf(tags, 'gateway'), keeper: tagOf(tags, 'keeper') },
    imageStore,
  };
}

/** What a host's fitness follows from: another kernel or engine has to be looked at anew. */
async function describeEngine(docker: Docker): Promise<string> {
  const { ID, KernelVersion, ServerVersion, SecurityOptions, CgroupVersion, CgroupDriver } = await docker.info();
  return JSON.stringify([ID, KernelVersion, ServerVersion, SecurityOptions, CgroupVersion, CgroupDriver]);
}

function tagOf(tags: ImageTags, name: Parameters<ImageTags['get']>[0]): string {
  const tag = tags.get(name);
  if (tag === undefined) throw new Error(`There is no image named ${name}.`);
  return tag;
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

function fill(options: PrepareOptions, docker: Docker, tags: ImageTags, content: readonly string[]): Promise<void> {
  const volume = options.registryVolume;
  return fillOnce(options, docker, { title: 'Filling the course registry', volume, content }, (update) =>
    fillRegistry(docker, {
      volume,
      gatewayImage: tagOf(tags, 'gateway'),
      images: courseImages(tags),
      signal: options.signal,
      update,
    }),
  );
}

/** Resolves with the store's name. Those that no sandbox uses any more go. */
async function store(
  options: PrepareOptions,
  docker: Docker,
  tags: ImageTags,
  content: readonly string[],
): Promise<string> {
  const sandboxImage = tagOf(tags, 'sandbox');
  const name = imageStoreName(sandboxImage, content);
  await fillOnce(options, docker, { title: 'Laying out the image store', volume: name, content }, () =>
    provideImageStore(docker, {
      name,
      sandboxImage,
      gatewayImage: tagOf(tags, 'gateway'),
      registryVolume: options.registryVolume,
      images: courseImages(tags).map(({ reference }) => reference),
      signal: options.signal,
    }),
  );
  await removeUnusedImageStores(docker, name).catch((error: unknown) => {
    throw setupError('removing image stores that no sandbox uses', error);
  });
  return name;
}

/** Does what fills a volume, unless it was done for this volume and content. */
async function fillOnce(
  options: PrepareOptions,
  docker: Docker,
  { title, volume, content }: { readonly title: string; readonly volume: string; readonly content: readonly string[] },
  work: (update: Update) => Promise<unknown>,
): Promise<void> {
  const stamp = createStamp(options.root, `volume-${volume}`);
  // The volume's birth belongs to it: one that was removed and made again is empty.
  const key = async () => hashStrings([volume, await volumeBirth(docker, volume), ...content]);
  if (await stamp.matches(await key())) return;
  await options.progress.step(title, work);
  await stamp.write(await key());
}

async function volumeBirth(docker: Docker, name: string): Promise<string> {
  const volume = await unlessMissing(docker.getVolume(name).inspect()).catch((error: unknown) => {
    throw setupError(`looking at the volume ${name}`, error);
  });
  return volume && 'CreatedAt' in volume ? String(volume.CreatedAt) : '';
}
