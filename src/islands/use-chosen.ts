import { folderOf, nameOf } from '../lib/file-paths.ts';
import type { FolderEntry } from '../shared/file-views.ts';
import type { FilesDesk } from './files-desk.ts';
import { useStore } from './use-store.ts';

/** What is chosen in the tree; with an empty path, the home folder. */
export function useChosen(desk: FilesDesk): { readonly path: string; readonly kind: FolderEntry['kind'] } {
  const { selected, folders } = useStore(desk.folders.state, (tree) => tree);
  const state = folders[folderOf(selected)];
  const entry = state?.kind === 'listed' ? state.view.entries.find(({ name }) => name === nameOf(selected)) : undefined;
  return entry ? { path: selected, kind: entry.kind } : { path: '', kind: 'folder' };
}
