import type { FolderEntry, FolderView } from '../shared/file-views.ts';
import { joinPath } from './file-paths.ts';

/** What is known of a folder: its names, that they are on their way, or why they can't be had. */
export type FolderState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'listed'; readonly view: FolderView }
  | { readonly kind: 'failed'; readonly message: string };

export interface Tree {
  readonly folders: Readonly<Record<string, FolderState>>;
  readonly unfolded: ReadonlySet<string>;
  readonly hasHidden: boolean;
  /** The page's exercises: their folders stand first. */
  readonly exercises: readonly string[];
}

/** A line of the tree. `level` counts from 1. */
export type TreeRow =
  | {
      readonly kind: 'entry';
      readonly path: string;
      readonly level: number;
      readonly entry: FolderEntry;
      readonly isUnfolded: boolean;
      readonly isExercise: boolean;
    }
  | { readonly kind: 'note'; readonly path: string; readonly level: number; readonly text: string };

/** What is seen of the tree, from top to bottom. */
export function treeRows(tree: Tree, folder = '', level = 1): readonly TreeRow[] {
  const state = tree.folders[folder];
  const note = (text: string): TreeRow => ({ kind: 'note', path: folder, level, text });
  if (state === undefined || state.kind === 'loading') return [note('Loading…')];
  if (state.kind === 'failed') return [note(state.message)];
  const entries = state.view.entries
    .filter(({ name }) => tree.hasHidden || !name.startsWith('.'))
    .toSorted((one, other) => compareEntries(one, other, folder === '' ? tree.exercises : []));
  const rows = entries.flatMap((entry): readonly TreeRow[] => {
    const path = joinPath(folder, entry.name);
    const isUnfolded = entry.kind === 'folder' && tree.unfolded.has(path);
    const isExercise = folder === '' && entry.kind === 'folder' && tree.exercises.includes(entry.name);
    const row: TreeRow = { kind: 'entry', path, level, entry, isUnfolded, isExercise };
    return isUnfolded ? [row, ...treeRows(tree, path, level + 1)] : [row];
  });
  if (!state.view.isWhole)
    return [...rows, note('There is more here than is shown. See it with “ls” in the terminal.')];
  return rows.length > 0 ? rows : [note(folder === '' ? 'No files yet.' : 'Empty.')];
}

const numeric = new Intl.Collator('en', { numeric: true });

/** The page's exercises in its order, then folders, then files. */
function compareEntries(one: FolderEntry, other: FolderEntry, first: readonly string[]): number {
  return (
    placeIn(first, one) - placeIn(first, other) ||
    Number(other.kind === 'folder') - Number(one.kind === 'folder') ||
    numeric.compare(one.name, other.name) ||
    (one.name < other.name ? -1 : 1)
  );
}

function placeIn(first: readonly string[], { name, kind }: FolderEntry): number {
  const place = kind === 'folder' ? first.indexOf(name) : -1;
  return place === -1 ? first.length : place;
}

/** The folders whose names are seen. */
export function seenFolders({ folders, unfolded }: Tree): readonly string[] {
  const isSeen = (path: string): boolean =>
    unfolded.has(path) && path.split('/').every((_, index, names) => unfolded.has(names.slice(0, index + 1).join('/')));
  return ['', ...Object.keys(folders).filter((path) => path !== '' && isSeen(path))];
}
