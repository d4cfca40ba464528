import type { Courier } from './copy-courier.ts';
import { CopyError, explainCopy } from './copy-failure.ts';
import { isStandIn, placeSteps, readPart, type ServedImage } from './course-content.ts';
import type { CourseTarget } from './course-images.ts';
import type { DraftRegistry } from './course-storage.ts';
import { childrenFor, digestOf, mediaTypes, parseManifest } from './image-index.ts';
import type { Update } from './progress.ts';

/** The longest that one platform of an image may take: a gigabyte over a slow line. */
const COPY_TIMEOUT = '3h';
const INSPECT_TIMEOUT = '1m';

/** Whether it is the copy that the course names; without a pin, any copy. */
export function isCopied(served: ServedImage | undefined, { image: { upstreamDigest } }: CourseTarget): boolean {
  if (!served || isStandIn(served) || !served.hasAllTags || served.parts.length === 0) return false;
  return upstreamDigest === undefined || served.digest === upstreamDigest;
}

/**
 * Copies a public image for the platforms that the course names, byte for byte, by way of the draft, and serves it. What an earlier copy that was broken
 * off has left in the draft is not fetched again. Rejects with a `CopyError` when this image can't be had.
 */
export async function copyImage(
  courier: Courier,
  draft: DraftRegistry,
  { target, registry }: { readonly target: CourseTarget; readonly registry: URL },
  update: Update,
): Promise<void> {
  const { image, repository, tags } = target;
  const isPlain = registry.protocol === 'http:';
  const source = `docker://${registry.host}/${image.repository}`;
  const wanted = image.upstreamDigest === undefined ? `:${tags[0]}` : `@${image.upstreamDigest}`;
  const skopeo = async (timeout: string, ...args: string[]) => {
    const command = ['skopeo', '--insecure-policy', `--command-timeout=${timeout}`, ...args];
    const { exitCode, output, said } = await courier.run(command, update);
    if (exitCode !== 0) throw new CopyError(explainCopy(said, exitCode));
    return output;
  };

  update(`asking ${registry.host}`);
  const bytes = await skopeo(INSPECT_TIMEOUT, 'inspect', '--raw', `--tls-verify=${!isPlain}`, `${source}${wanted}`);
  const digest = digestOf(bytes);
  const manifest = parseManifest(bytes);
  const candidates =
    manifest.kind === 'index'
      ? childrenFor(manifest.children, image.platforms)
      : [{ platform: undefined, descriptor: { mediaType: mediaTypes.image, digest, size: bytes.length } }];
  if (candidates.length === 0) {
    throw new CopyError(
      `it is not to be had for ${image.platforms.join(' or ')}. Correct its platforms in images/catalog.ts.`,
    );
  }
  for (const { descriptor } of candidates) {
    await skopeo(
      COPY_TIMEOUT,
      'copy',
      '--preserve-digests',
      `--src-tls-verify=${!isPlain}`,
      '--dest-tls-verify=false',
      `${source}@${descriptor.digest}`,
      `docker://${draft.address}/${repository}@${descriptor.digest}`,
    );
  }
  // Registries take no index of which they lack a part, so it goes there as a blob, and is placed as what it is.
  if (manifest.kind === 'index') await draft.client.putBlob(repository, digest, bytes);
  const parts = await Promise.all(
    candidates.map(({ platform, descriptor }) => readPart(draft.client, repository, platform, descriptor)),
  );
  await draft.place(placeSteps({ digest, parts: parts.filter((part) => part !== undefined) }, target));
}
