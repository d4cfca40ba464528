import * as z from 'zod/mini';

/** An image's id without the `sha256:` before it, or a chain id: what stands for a layer on certain others. */
export const hexDigestSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/**
 * Layers' records, as `GET /api/engine/layers/<chain id>/records` gives them, from that layer down to the lowest, or to the one above `?until=<chain id>`. First a line
 * for each, `<bytes> <chain id>`, and an empty one; then the records in this order. Each is the engine's `tar-split.json.gz`: all headers of the layer's archive, and of
 * each file a checksum, but none of its content. A layer never changes, nor does its record.
 */
export const RECORDS_TYPE = 'application/vnd.drydock.layer-records';

/** Of the records of one image: a hundred thousand files have 5 MB. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** Overlay file systems of one engine stack no more. */
export const MAX_RECORDS = 128;

/** What a container has made other than in its image, folders on the way too, for this learner. */
export const containerChangesSchema = z.object({
  changes: z.array(z.object({ path: z.string(), mark: z.enum(['added', 'changed', 'removed']) })),
});
export type ContainerChanges = z.infer<typeof containerChangesSchema>;

/** A document of a registry, as it lies there; its digest is that of these bytes, which the page checks. */
export const registryDocumentSchema = z.object({
  digest: z.string(),
  mediaType: z.string(),
  text: z.string(),
});
export type RegistryDocument = z.infer<typeof registryDocumentSchema>;

/** What a registry has of an image, for this learner: the document that its digest names, and where that is an index, the manifest of the image in it. */
export const imageManifestsSchema = z.object({
  origins: z.array(
    z.object({
      /** `nginx@sha256:…`, as `docker images --digests` has it. */
      reference: z.string(),
      /** Empty where the registry does not show it any more. */
      documents: z.array(registryDocumentSchema),
    }),
  ),
});
export type ImageManifests = z.infer<typeof imageManifestsSchema>;
