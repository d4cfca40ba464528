/**
 * What a layer's archive says of one path. `removal` hides what lies there in the layers below, `emptying` what lies in that folder; their names in the archive,
 * `.wh.…`, are read into these.
 */
export type EntryKind = 'file' | 'folder' | 'link' | 'hard-link' | 'other' | 'removal' | 'emptying';

export interface LayerEntry {
  /** Without a slash at either end; names can have any other character in them. */
  readonly path: string;
  readonly kind: EntryKind;
  readonly sizeBytes: number;
  readonly mode: number;
  /** `0:0`, user and group. */
  readonly owner: string;
  /** Of a link; else empty. */
  readonly target: string;
  /** A checksum: the same for the same content, and nothing more. Empty where there is none. */
  readonly content: string;
}

/** The folder that a path lies in, empty for the topmost, and its name there. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1) };
}
