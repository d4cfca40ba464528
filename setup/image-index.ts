import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Platform } from '../images/catalog.ts';

export const mediaTypes = {
  image: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  dockerImage: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
} as const;

export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const descriptorSchema = z.looseObject({
  mediaType: z.string(),
  digest: digestSchema,
  size: z.number().int().nonnegative(),
});
export type Descriptor = z.infer<typeof descriptorSchema>;

const imageSchema = z.looseObject({ config: descriptorSchema, layers: z.array(descriptorSchema) });
export type ImageManifest = z.infer<typeof imageSchema>;

const childSchema = descriptorSchema.extend({
  platform: z.looseObject({ os: z.string(), architecture: z.string() }).optional(),
});
const indexSchema = z.looseObject({ manifests: z.array(childSchema) });

/** What a tag or a digest leads to: one image, or an index of images, one a platform. */
export type Manifest =
  | { readonly kind: 'image'; readonly image: ImageManifest }
  | { readonly kind: 'index'; readonly children: readonly z.infer<typeof childSchema>[] };

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Of the OCI's media types and Docker's. Throws when the bytes are no manifest. */
export function parseManifest(bytes: Buffer): Manifest {
  const json: unknown = JSON.parse(bytes.toString());
  const index = indexSchema.safeParse(json);
  if (index.success) return { kind: 'index', children: index.data.manifests };
  return { kind: 'image', image: imageSchema.parse(json) };
}

/** Of an index, the image for each of these platforms that it has. An architecture's variants (`arm64/v8`) are not told apart. */
export function childrenFor(
  children: readonly z.infer<typeof childSchema>[],
  platforms: readonly Platform[],
): readonly { readonly platform: Platform; readonly descriptor: Descriptor }[] {
  return platforms.flatMap((platform) => {
    const descriptor = children.find(({ platform: of }) => of && `${of.os}/${of.architecture}` === platform);
    return descriptor ? [{ platform, descriptor }] : [];
  });
}

/** An OCI image index. */
export function imageIndex(
  images: readonly { readonly platform: Platform; readonly descriptor: Descriptor }[],
): Buffer {
  const manifests = images.map(({ platform, descriptor: { mediaType, digest, size } }) => {
    const [os, architecture] = platform.split('/');
    return { mediaType, digest, size, platform: { architecture, os } };
  });
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }, null, 2));
}

/** The blobs of an image that registries keep: its configuration and its layers, each once. */
export function blobsOf({ config, layers }: ImageManifest): readonly Descriptor[] {
  return [...new Map([config, ...layers].map((blob) => [blob.digest, blob])).values()];
}
