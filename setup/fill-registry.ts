import type Docker from 'dockerode';
import type { Platform } from '../images/catalog.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import {
  isBuiltBy,
  isStandIn,
  mediaTypeOf,
  placeSteps,
  RECIPE_LABEL,
  readConfig,
  readServed,
  type ServedAs,
  type ServedPart,
} from './course-content.ts';
import { type CourseStorage, DRAFT_TAG, type DraftRegistry, openCourse, openDraft } from './course-storage.ts';
import { followEngine } from './engine-events.ts';
import { digestOf, imageIndex, mediaTypes, parseManifest } from './image-index.ts';
import type { Update } from './progress.ts';
import { setupError } from './setup-error.ts';

/** Images of the host engine, one a platform, and where the course registry serves them. */
export interface StandIn extends ServedAs {
  /** As a learner writes it. */
  readonly reference: string;
}

export interface FillRequest extends CourseStorage {
  readonly images: readonly StandIn[];
  /** Copies of public images give way to stand-ins only when this is asked for. */
  readonly replaceCopies?: boolean;
  readonly signal: AbortSignal;
  readonly update: Update;
}

/**
 * Makes the course registry serve these images. Returns the references of those that were put there; what is served already stays. Nothing is served by
 * half, whenever it is broken off.
 */
export async function fillRegistry(docker: Docker, request: FillRequest): Promise<readonly string[]> {
  const { signal, update } = request;
  let log: readonly string[] = [];
  try {
    const missing = await notServed(docker, request);
    if (missing.length === 0) return [];
    await using draft = await openDraft(docker, request, signal);
    try {
      for (const [index, image] of missing.entries()) {
        const count = `${index + 1} of ${missing.length}: ${image.reference}`;
        update(count);
        await serve(docker, draft, image, signal, (detail) => update(`${count} ${detail}`));
      }
    } catch (error) {
      if (!signal.aborted) {
        log = await draft.log();
        await draft.place(['clear']);
      }
      throw error;
    }
    await draft.place(['clear']);
    return missing.map(({ reference }) => reference);
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('filling the course registry', error, log);
  }
}

/** Those of the images that the course registry does not serve as these recipes build them, nor as copies that may stay. */
export async function notServed<Image extends StandIn>(
  docker: Docker,
  request: CourseStorage & Omit<FillRequest, 'images' | 'update'> & { readonly images: readonly Image[] },
): Promise<readonly Image[]> {
  const { images, replaceCopies = false, signal } = request;
  await using course = await openCourse(docker, request, signal);
  const missing = await Promise.all(
    images.map(async (image) => {
      const served = await readServed(course.client, image);
      const isRight = served && (isBuiltBy(served, image) || (!isStandIn(served) && !replaceCopies));
      return isRight ? [] : [image];
    }),
  );
  return missing.flat();
}

async function serve(
  docker: Docker,
  draft: DraftRegistry,
  image: StandIn,
  signal: AbortSignal,
  update: Update,
): Promise<void> {
  const { repository, builds } = image;
  const parts: ServedPart[] = [];
  for (const { tag, platform } of builds) {
    const draftTag = await pushImage(docker, draft, { tag, repository, platform }, signal, update);
    parts.push(await finish(draft, repository, draftTag, { recipe: tag, platform, isOneOfMany: builds.length > 1 }));
  }
  const [only] = parts;
  if (only && parts.length === 1) {
    await draft.place(placeSteps({ digest: only.manifest.digest, parts }, image));
    return;
  }
  const index = imageIndex(builds.map(({ platform }, at) => ({ platform, descriptor: parts[at]!.manifest })));
  await draft.client.putBlob(repository, digestOf(index), index);
  await draft.place(placeSteps({ digest: digestOf(index), parts }, image));
}

/** Puts an image of the engine into the draft. Resolves with its tag there: each platform has one of its own. */
export async function pushImage(
  docker: Docker,
  { address }: Pick<DraftRegistry, 'address'>,
  { tag, repository, platform }: { readonly tag: string; readonly repository: string; readonly platform: Platform },
  signal: AbortSignal,
  update: Update,
): Promise<string> {
  const repo = `${address}/${repository}`;
  const draftTag = `${DRAFT_TAG}-${platform.replace('/', '-')}`;
  await docker.getImage(tag).tag({ repo, tag: draftTag });
  const target = docker.getImage(`${repo}:${draftTag}`);
  try {
    // The engine refuses a push without credentials, though this registry asks for none.
    const stream = await target.push({
      authconfig: { username: '', password: '', serveraddress: '' },
      abortSignal: signal,
    });
    await followEngine(stream, signal, ({ id, status }) => {
      if (id !== undefined) update(`${id} ${status ?? ''}`);
    });
  } finally {
    // Only the name goes: the image stays under its own tag.
    await unlessMissing(target.remove());
  }
  return draftTag;
}

/** Makes of what the engine has pushed what is to be served: labelled with its recipe and, of several platforms, marked with its own. */
async function finish(
  { client }: DraftRegistry,
  repository: string,
  tag: string,
  of: { readonly recipe: string; readonly platform: Platform; readonly isOneOfMany: boolean },
): Promise<ServedPart> {
  const pushed = await client.manifest(repository, tag);
  const manifest = pushed && (await imageOf(client, repository, pushed.bytes));
  if (!manifest) throw new Error(`The engine pushed no image for ${of.recipe}.`);
  const config = await readConfig(client, repository, manifest.image);
  const [os, architecture] = of.platform.split('/');
  const labels = { ...config.config?.Labels, [RECIPE_LABEL]: of.recipe };
  const finished = Buffer.from(
    JSON.stringify({
      ...config,
      ...(of.isOneOfMany ? { os, architecture } : {}),
      config: { ...config.config, Labels: labels },
    }),
  );
  const image = {
    ...manifest.image,
    config: { ...manifest.image.config, digest: digestOf(finished), size: finished.length },
  };
  const bytes = Buffer.from(JSON.stringify(image, null, 2));
  await client.putBlob(repository, image.config.digest, finished);
  await client.putBlob(repository, digestOf(bytes), bytes);
  const mediaType = mediaTypeOf(bytes, mediaTypes.image);
  return {
    platform: of.platform,
    manifest: { mediaType, digest: digestOf(bytes), size: bytes.length },
    image,
    standIn: { recipe: of.recipe },
  };
}

/** An engine that keeps images by containerd pushes an index, even of one. */
async function imageOf(client: DraftRegistry['client'], repository: string, bytes: Buffer) {
  const manifest = parseManifest(bytes);
  if (manifest.kind === 'image') return manifest;
  for (const { digest, platform } of manifest.children) {
    const child = platform?.os === 'linux' ? await client.manifest(repository, digest) : undefined;
    const parsed = child && parseManifest(child.bytes);
    if (parsed?.kind === 'image') return parsed;
  }
  return undefined;
}
