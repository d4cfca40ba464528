import type Docker from 'dockerode';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { DEFAULT_COURSE } from '../src/shared/built-course.ts';
import { buildSite } from './build-site.ts';
import { type ImageBuild, imageBuilds, provideImages, tagOf } from './course-builds.ts';
import { contentReferences, courseContent } from './course-content.ts';
import { courseTargets } from './course-images.ts';
import { provideStandIns } from './course-stand-ins.ts';
import type { CourseStorage } from './course-storage.ts';
import { requireCourse } from './courses.ts';
import type { Machine } from './debian-packages.ts';
import { hashStrings } from './folder-hash.ts';
import { type ImageTags, imageTags } from './image-tags.ts';
import { provideEngine } from './provide-engine.ts';
import { imageStoreName, provideImageStore } from './provide-image-store.ts';
import { refuseUnfitHost } from './refuse-unfit-host.ts';
import { lockSetUp } from './set-up-lock.ts';
import { setupError } from './setup-error.ts';
import { createStamp } from './stamp.ts';
import { removeUnusedImageStores } from './unused-image-stores.ts';

export interface PrepareOptions extends Machine {
  /** The project's folder. */
  readonly root: string;
  readonly dataDir: string;
  readonly registryVolume: string;
  readonly dockerHost: string | undefined;
  /** The course whose pages are built: the usual one where left out. */
  readonly course?: string;
  /** Where pages are not built, somebody else makes them. */
  readonly withoutPages?: boolean;
  /** Where the course's images must be: the course registry must serve them all, copies or stand-ins, and tests want the stand-ins on the engine too. */
  readonly courseImages: 'served' | 'built';
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
  const course = requireCourse(options.root, options.course ?? DEFAULT_COURSE);
  await using _lock = await lockSetUp({ note: options.progress.note, signal: options.signal });
  const docker = await provideEngine(options, options);
  const tags = await imageTags(options.root);
  const fitness = createStamp(options.root, 'host-fitness');
  const host = hashStrings([await describeEngine(docker), tagOf(tags, 'sandbox')]);
  const isKnownFit = await fitness.matches(host);
  if (!isKnownFit) await refuseUnfitHost(docker, tags, options.signal);
  const builds = await imageBuilds(options.root, tags);
  const own = builds.filter(({ recipe }) => !recipe.course);
  const built = await provideImages(options, docker, { wanted: own, all: builds, tags });
  // With the images there, the host's kernel can be asked too.
  if (!isKnownFit && built > 0) await refuseUnfitHost(docker, tags, options.signal);
  if (!isKnownFit) await fitness.write(host);

  const storage = { volume: options.registryVolume, gatewayImage: tagOf(tags, 'gateway') };
  const content = await fill(options, docker, storage, tags, builds);
  const imageStore = await store(options, docker, tags, content);
  if (!options.withoutPages) await buildSite(options.root, course, options.progress, options.signal);
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

/** Resolves with what the course registry serves, whoever put it there. */
async function fill(
  options: PrepareOptions,
  docker: Docker,
  storage: CourseStorage,
  tags: ImageTags,
  builds: readonly ImageBuild[],
): Promise<readonly string[]> {
  const targets = courseTargets(builds);
  const wanted = targets.flatMap((target) => target.builds);
  if (options.courseImages === 'built') await provideImages(options, docker, { wanted, all: builds, tags });
  const stamp = createStamp(options.root, `volume-${storage.volume}`);
  const content = await courseContent(docker, storage);
  const recipes = wanted.map(({ tag }) => tag);
  if (await stamp.matches(hashStrings([...recipes, ...content]))) return content;
  await provideStandIns(options, docker, { ...storage, targets, builds, tags });
  const filled = await courseContent(docker, storage);
  await stamp.write(hashStrings([...recipes, ...filled]));
  return filled;
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
  const stamp = createStamp(options.root, `volume-${name}`);
  // The volume's birth belongs to it: one that was removed and made again is empty.
  const key = async () => hashStrings([name, await volumeBirth(docker, name), ...content]);
  if (!(await stamp.matches(await key()))) {
    await options.progress.step('Laying out the image store', () =>
      provideImageStore(docker, {
        name,
        sandboxImage,
        gatewayImage: tagOf(tags, 'gateway'),
        registryVolume: options.registryVolume,
        images: contentReferences(content),
        signal: options.signal,
      }),
    );
    await stamp.write(await key());
  }
  await removeUnusedImageStores(docker, name).catch((error: unknown) => {
    throw setupError('removing image stores that no sandbox uses', error);
  });
  return name;
}

async function volumeBirth(docker: Docker, name: string): Promise<string> {
  const volume = await unlessMissing(docker.getVolume(name).inspect()).catch((error: unknown) => {
    throw setupError(`looking at the volume ${name}`, error);
  });
  return volume && 'CreatedAt' in volume ? String(volume.CreatedAt) : '';
}
