import type { SandboxView } from '../../src/shared/exercise/index.ts';

/** Where the learner has unpacked what `docker save` wrote. */
const FOLDER = 'new';

export type SavedImage =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly file: string }
  | { readonly kind: 'other'; readonly layerCount: number }
  | { readonly kind: 'saved'; readonly layerFiles: readonly string[] };

/** The files of an image's layers, base first, if `FOLDER` holds this very image. */
export async function readSaved(sandbox: SandboxView, layers: readonly string[]): Promise<SavedImage> {
  const manifestFile = `${FOLDER}/manifest.json`;
  const manifest = await sandbox.file(manifestFile);
  if (manifest === undefined) return { kind: 'none' };
  const saved = parse<{ Config?: unknown; Layers?: unknown }[]>(manifest)?.[0];
  if (typeof saved?.Config !== 'string' || !Array.isArray(saved.Layers)) {
    return { kind: 'unreadable', file: manifestFile };
  }
  const config = await sandbox.file(`${FOLDER}/${saved.Config}`);
  const diffIds = parse<{ rootfs?: { diff_ids?: unknown } }>(config ?? '')?.rootfs?.diff_ids;
  if (!Array.isArray(diffIds)) return { kind: 'unreadable', file: `${FOLDER}/${saved.Config}` };
  if (diffIds.join() !== layers.join()) return { kind: 'other', layerCount: diffIds.length };
  return { kind: 'saved', layerFiles: saved.Layers.map((file) => `${FOLDER}/${file}`) };
}

function parse<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
