import type { ListedFile } from './file-rows.ts';
import type { LayerEntry } from './layer-entry.ts';

export interface FilesCompared {
  /** Those that are in one only, or other in the two. */
  readonly files: readonly ListedFile[];
  readonly sameCount: number;
  readonly sameBytes: number;
}

/** What is other in the one set of files than in the other. Times are not compared. */
export function compareFiles(
  before: ReadonlyMap<string, LayerEntry>,
  after: ReadonlyMap<string, LayerEntry>,
): FilesCompared {
  const files: ListedFile[] = [];
  let [sameCount, sameBytes] = [0, 0];
  for (const [path, entry] of after) {
    const old = before.get(path);
    if (!old) files.push({ path, mark: 'added', entry, beforeBytes: 0 });
    else if (isSame(old, entry)) [sameCount, sameBytes] = [sameCount + 1, sameBytes + entry.sizeBytes];
    else files.push({ path, mark: 'changed', entry, beforeBytes: old.sizeBytes });
  }
  for (const [path, entry] of before) {
    if (!after.has(path)) files.push({ path, mark: 'removed', entry: undefined, beforeBytes: entry.sizeBytes });
  }
  return { files, sameCount, sameBytes };
}

function isSame(one: LayerEntry, other: LayerEntry): boolean {
  return (
    one.kind === other.kind &&
    one.content === other.content &&
    one.sizeBytes === other.sizeBytes &&
    one.mode === other.mode &&
    one.owner === other.owner &&
    one.target === other.target
  );
}
