import { z } from 'zod';
import {
  forget,
  forgetRepository,
  listBlobs,
  listLayers,
  listManifests,
  listRepositories,
  listTags,
  readBlob,
  readTag,
  type Stored,
} from './registry-storage.ts';

export interface Collection {
  readonly now: number;
  /** What is younger may belong to a push that has not come to its end. */
  readonly keepMs: number;
  /** Whether a client has just been told that the blob is there, and so does not send it again. */
  readonly isWanted: (digest: string) => boolean;
}

const descriptor = z.object({ digest: z.string() });
const manifestSchema = z.object({
  config: descriptor.optional(),
  layers: z.array(descriptor).default([]),
  manifests: z.array(descriptor).default([]),
});

/**
 * Removes what nothing leads to: manifests without a tag, also not by way of an index, then layers and blobs that no manifest names. Nothing may be pushed
 * meanwhile. (Distribution's own collection knows no age, and takes an index's images with what has no tag.) Resolves with the number of blobs removed.
 */
export async function collectGarbage(root: string, collection: Collection): Promise<number> {
  const { now, keepMs, isWanted } = collection;
  const isOld = ({ digest, modifiedMs }: Stored) => now - modifiedMs > keepMs && !isWanted(digest);
  const wanted = new Set<string>();
  for (const repository of await listRepositories(root)) {
    const tagged = await reachable(root, await tagsOf(root, repository));
    const manifests = await listManifests(root, repository);
    const kept = manifests.filter((manifest) => tagged.has(manifest.digest) || !isOld(manifest));
    for (const manifest of manifests) if (!kept.includes(manifest)) await forget(manifest);
    const named = await reachable(
      root,
      kept.map(({ digest }) => digest),
    );
    for (const layer of await listLayers(root, repository)) {
      if (!named.has(layer.digest) && isOld(layer)) await forget(layer);
      else named.add(layer.digest);
    }
    for (const digest of named) wanted.add(digest);
    if (named.size === 0) await forgetRepository(root, repository, now - keepMs);
  }
  const garbage = (await listBlobs(root)).filter((blob) => !wanted.has(blob.digest) && isOld(blob));
  for (const blob of garbage) await forget(blob);
  return garbage.length;
}

async function tagsOf(root: string, repository: string): Promise<string[]> {
  const digests: string[] = [];
  for (const tag of await listTags(root, repository)) {
    const digest = await readTag(root, repository, tag);
    if (digest !== undefined) digests.push(digest);
  }
  return digests;
}

/** These manifests, and everything that they name. */
async function reachable(root: string, manifests: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  const follow = async (digest: string): Promise<void> => {
    if (found.has(digest)) return;
    found.add(digest);
    const manifest = manifestSchema.safeParse(parseJson(await readBlob(root, digest)));
    if (!manifest.success) return;
    const { config, layers, manifests: children } = manifest.data;
    for (const { digest: named } of [...layers, ...(config ? [config] : [])]) found.add(named);
    for (const child of children) await follow(child.digest);
  };
  for (const digest of manifests) await follow(digest);
  return found;
}

function parseJson(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString() ?? '');
  } catch {
    return undefined;
  }
}
