import type { FileStamp } from '../shared/file-views.ts';
import { folderOf, isWithin, joinPath, movedPath } from './file-paths.ts';
import type { FileRequests } from './file-requests.ts';
import { type FolderState, seenFolders, type Tree } from './file-tree.ts';
import { createStore, type Store } from './store.ts';

/** Whoever unfolds more has the terminal. */
const MAX_UNFOLDED = 40;

export interface FoldersState extends Tree {
  /** What is chosen in the tree; empty for nothing, which stands for the home folder. */
  readonly selected: string;
}

/** The learner's folders, as far as they are unfolded. */
export class Folders {
  readonly state: Store<FoldersState>;
  readonly #requests: Pick<FileRequests, 'list'>;

  constructor(requests: Pick<FileRequests, 'list'>, begin: Pick<Tree, 'exercises' | 'hasHidden' | 'unfolded'>) {
    this.#requests = requests;
    this.state = createStore<FoldersState>({ ...begin, folders: {}, selected: '' });
  }

  /** Reads all that is seen, anew. */
  async refresh(): Promise<void> {
    await Promise.all(seenFolders(this.state.get()).map((path) => this.#list(path)));
  }

  select(path: string): void {
    this.state.set({ selected: path });
  }

  fold(path: string): void {
    const unfolded = new Set(this.state.get().unfolded);
    unfolded.delete(path);
    this.state.set({ unfolded });
  }

  /** Shows what is in it. Of too many, the one that was unfolded first folds. */
  async unfold(path: string): Promise<void> {
    const { unfolded, folders } = this.state.get();
    this.state.set({ unfolded: new Set([...unfolded, path].slice(-MAX_UNFOLDED)) });
    if (folders[path]?.kind !== 'listed') await this.#list(path);
  }

  showHidden(hasHidden: boolean): void {
    this.state.set({ hasHidden });
  }

  /** Something was made, moved or removed there by this page. */
  async look(...paths: readonly string[]): Promise<void> {
    const { folders } = this.state.get();
    const known = [...new Set(paths.map(folderOf))].filter((folder) => folders[folder] !== undefined);
    await Promise.all(known.map((folder) => this.#list(folder)));
  }

  /** Where a folder was moved, what was unfolded in it stays so. */
  moved(from: string, to: string): void {
    const { folders, unfolded, selected } = this.state.get();
    this.state.set({
      folders: Object.fromEntries(Object.entries(folders).map(([path, state]) => [movedPath(path, from, to), state])),
      unfolded: new Set([...unfolded].map((path) => movedPath(path, from, to))),
      selected: movedPath(selected, from, to),
    });
  }

  removed(path: string): void {
    const { unfolded, selected } = this.state.get();
    this.state.set({
      unfolded: new Set([...unfolded].filter((each) => !isWithin(each, path))),
      selected: isWithin(selected, path) ? folderOf(path) : selected,
    });
  }

  /** What the server has seen of the folders. */
  hear(stamps: readonly FileStamp[]): void {
    const seen = new Set(seenFolders(this.state.get()));
    for (const { path, stamp } of stamps) {
      const state = this.state.get().folders[path];
      if (!seen.has(path) || state?.kind === 'loading') continue;
      if (state?.kind !== 'listed' || state.view.stamp !== stamp) void this.#list(path);
    }
  }

  async #list(path: string): Promise<void> {
    // What is known is shown until there is news, so that nothing jumps.
    if (this.state.get().folders[path]?.kind !== 'listed') this.#put(path, { kind: 'loading' });
    const asked = await this.#requests.list(path);
    if (asked.kind === 'done') {
      this.#put(path, { kind: 'listed', view: asked.view });
      const { folders, unfolded } = this.state.get();
      const below = asked.view.entries.map(({ name }) => joinPath(path, name));
      // One that was unfolded before it was there, as an exercise's is.
      const unknown = below.filter((each) => unfolded.has(each) && folders[each] === undefined);
      await Promise.all(unknown.map((each) => this.#list(each)));
      return;
    }
    if (asked.isGone && path !== '') this.removed(path);
    // What could be seen a moment ago is more than a reason why it can't now.
    if (asked.isGone || this.state.get().folders[path]?.kind !== 'listed') {
      this.#put(path, { kind: 'failed', message: asked.message });
    }
  }

  #put(path: string, state: FolderState): void {
    this.state.set({ folders: { ...this.state.get().folders, [path]: state } });
  }
}
