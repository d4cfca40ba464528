import { buffer, text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { IMAGES, type Platform } from '../images/catalog.ts';
import { roleLabel } from '../server/domain/docker-names.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { type CourseTarget, eachTag } from './course-images.ts';
import type { CourseStorage } from './course-storage.ts';
import { blobsOf, childrenFor, type Descriptor, type ImageManifest, mediaTypes, parseManifest } from './image-index.ts';
import type { RegistryClient, StoredManifest } from './registry-content.ts';

/** Of a stand-in, which recipe it was built by: the tag that it had on the engine. Set in the configuration when it is put into the registry. */
export const RECIPE_LABEL = 'drydock.stand-in.recipe';
const STAND_IN_LABEL = 'drydock.stand-in';

/** Under which names an image is served, and for which platforms it is built. */
export type ServedAs = Pick<CourseTarget, 'repository' | 'tags'> & {
  readonly builds: readonly { readonly tag: string; readonly platform: Platform }[];
};

/** One image of the course, as its registry has it. */
export interface ServedImage extends StoredManifest {
  readonly mediaType: string;
  /** One a platform. */
  readonly parts: readonly ServedPart[];
  /** Whether all tags lead to it. */
  readonly hasAllTags: boolean;
}

export interface ServedPart {
  /** `undefined` of an image without an index: then it is for the host's own. */
  readonly platform: Platform | undefined;
  readonly manifest: Descriptor;
  readonly image: ImageManifest;
  /** `undefined` for a copy of the public image. */
  readonly standIn: { readonly recipe: string | undefined } | undefined;
}

const configSchema = z.looseObject({
  config: z.looseObject({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
});

/** What a registry has under a target's first tag. Platforms that the course does not name are left out, there or not. */
export async function readServed(
  client: RegistryClient,
  { repository, tags, builds }: ServedAs,
): Promise<ServedImage | undefined> {
  const [first, ...others] = await Promise.all(tags.map((tag) => client.manifest(repository, tag)));
  if (!first) return undefined;
  const parsed = parseManifest(first.bytes);
  const mediaType = mediaTypeOf(first.bytes, parsed.kind === 'index' ? mediaTypes.index : mediaTypes.image);
  const candidates =
    parsed.kind === 'index'
      ? childrenFor(
          parsed.children,
          builds.map(({ platform }) => platform),
        )
      : [{ platform: undefined, descriptor: { mediaType, digest: first.digest, size: first.bytes.length } }];
  const parts = await Promise.all(
    candidates.map(({ platform, descriptor }) => readPart(client, repository, platform, descriptor)),
  );
  return {
    ...first,
    mediaType,
    parts: parts.filter((part) => part !== undefined),
    hasAllTags: others.every((other) => other?.digest === first.digest),
  };
}

/** `undefined` when the registry does not have it. */
export async function readPart(
  client: RegistryClient,
  repository: string,
  platform: Platform | undefined,
  manifest: Descriptor,
): Promise<ServedPart | undefined> {
  const stored = await client.manifest(repository, manifest.digest);
  if (!stored) return undefined;
  const parsed = parseManifest(stored.bytes);
  if (parsed.kind === 'index') return undefined;
  const { image } = parsed;
  const { config } = await readConfig(client, repository, image);
  const labels = config?.Labels ?? {};
  const standIn = labels[STAND_IN_LABEL] === 'true' ? { recipe: labels[RECIPE_LABEL] } : undefined;
  return { platform, manifest, image, standIn };
}

/** An image's configuration, with all that is in it. */
export async function readConfig(
  client: RegistryClient,
  repository: string,
  { config: { digest } }: ImageManifest,
): Promise<z.infer<typeof configSchema>> {
  return configSchema.parse(JSON.parse(await text(await client.blob(repository, digest))));
}

/** What a manifest says of itself; Docker's indexes and images always do, the OCI's may leave it out. */
export function mediaTypeOf(bytes: Buffer, otherwise: string): string {
  const { mediaType } = z.looseObject({ mediaType: z.string().optional() }).parse(JSON.parse(bytes.toString()));
  return mediaType ?? otherwise;
}

export function isStandIn({ parts }: ServedImage): boolean {
  return parts.some(({ standIn }) => standIn !== undefined);
}

/** Whether it is the stand-in that is built by these recipes, under all its tags. */
export function isBuiltBy({ parts, hasAllTags }: ServedImage, { builds }: Pick<ServedAs, 'builds'>): boolean {
  const recipes = new Set(parts.map(({ standIn }) => standIn?.recipe));
  return hasAllTags && parts.length === builds.length && builds.every(({ tag }) => recipes.has(tag));
}

/** Bytes that a registry keeps for it. */
export function sizeOf({ parts }: ServedImage): number {
  const blobs = new Map(parts.flatMap(({ image }) => blobsOf(image)).map(({ digest, size }) => [digest, size]));
  return [...blobs.values()].reduce((sum, size) => sum + size, 0);
}

/** The steps of `course-place.sh` that serve it, when its blobs and those of its parts lie in the draft. */
export function placeSteps(
  { digest, parts }: { readonly digest: string; readonly parts: readonly Pick<ServedPart, 'manifest' | 'image'>[] },
  { repository, tags }: Pick<ServedAs, 'repository' | 'tags'>,
): readonly string[] {
  const hex = (of: string) => of.slice('sha256:'.length);
  const manifests = [...new Set([...parts.map(({ manifest }) => manifest.digest), digest])];
  const blobs = [...new Set(parts.flatMap(({ image }) => blobsOf(image).map((blob) => blob.digest)))];
  return [
    ...[...blobs, ...manifests].map((of) => `blob ${hex(of)}`),
    ...blobs.map((of) => `layer ${repository} ${hex(of)}`),
    ...manifests.map((of) => `manifest ${repository} ${hex(of)}`),
    ...tags.map((tag) => `tag ${repository} ${tag} ${hex(digest)}`),
  ];
}

const REPOSITORIES = '/var/lib/registry/docker/registry/v2/repositories';
const TAG_LINK = /^repositories\/(?<repository>.+)\/_manifests\/tags\/(?<tag>[^/]+)\/current\/link$/;

/**
 * What the registry serves of the course, each tag as `reference=digest`: changes with any of the images. Read from the registry's files, so that no
 * registry has to be started, on any engine that can be reached.
 */
export async function courseContent(
  docker: Docker,
  { volume, gatewayImage }: CourseStorage,
): Promise<readonly string[]> {
  if (!(await unlessMissing(docker.getVolume(volume).inspect()))) return [];
  const links = await tagLinks(docker, volume, gatewayImage);
  return IMAGES.flatMap(({ course }) => (course ? eachTag(course) : [])).flatMap(({ reference, stored }) => {
    const digest = links.get(stored);
    return digest === undefined ? [] : [`${reference}=${digest}`];
  });
}

async function tagLinks(docker: Docker, volume: string, image: string): Promise<ReadonlyMap<string, string>> {
  const links = new Map<string, string>();
  // It never runs: the engine reads what is mounted in it.
  const container = await docker.createContainer({
    Image: image,
    Labels: { [roleLabel]: 'fill' },
    HostConfig: { Binds: [`${volume}:/var/lib/registry:ro`], NetworkMode: 'none' },
  });
  try {
    const archive = await unlessMissing(container.getArchive({ path: REPOSITORIES }));
    if (!archive) return links;
    const entries = extract();
    archive.on('error', (error) => entries.destroy(error)).pipe(entries);
    for await (const entry of entries) {
      const { repository, tag } = TAG_LINK.exec(entry.header.name)?.groups ?? {};
      if (tag === undefined) entry.resume();
      else links.set(`${repository}:${tag}`, (await buffer(entry)).toString().trim());
    }
    return links;
  } finally {
    await container.remove({ force: true });
  }
}

/** The references in what `courseContent` says. */
export function contentReferences(content: readonly string[]): readonly string[] {
  return content.map((line) => line.slice(0, line.lastIndexOf('=')));
}
