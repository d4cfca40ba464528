import { type LayerEntry, splitPath } from './layer-entry.ts';

/** What a layer does to a path: `same` is written again as it was. */
export type Mark = 'added' | 'changed' | 'same' | 'removed';

export interface FileChange {
  readonly path: string;
  readonly mark: Mark;
  /** `undefined` for what is hidden because its folder was emptied. */
  readonly entry: LayerEntry | undefined;
  /** What was there before, in the layers below, with all that lay in it. */
  readonly before: { readonly sizeBytes: number; readonly fileCount: number } | undefined;
}

/** Bytes that are in an image and in none of its containers: a later layer hides them. `again`: it has the same content once more. */
export interface WastedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** The layer that has the bytes, and the one that hides them, from the base up. */
  readonly layer: number;
  readonly by: number;
  readonly how: 'removed' | 'replaced' | 'again';
}

export interface FileStack {
  /** By layer, base first. */
  readonly changes: readonly (readonly FileChange[])[];
  /** The largest first. */
  readonly wasted: readonly WastedFile[];
  /** What a container sees, without its folders. */
  readonly fileCount: number;
  readonly files: () => ReadonlyMap<string, LayerEntry>;
}

interface Held {
  readonly entry: LayerEntry;
  readonly layer: number;
}

interface Folder {
  self: Held | undefined;
  readonly files: Map<string, Held>;
  readonly folders: Map<string, Folder>;
}

const newFolder = (): Folder => ({ self: undefined, files: new Map(), folders: new Map() });

/** Lays layers on each other, base first, as an engine does. */
export function stackFiles(layers: readonly (readonly LayerEntry[])[]): FileStack {
  const stack = new Stack();
  const changes = layers.map((entries, layer) => stack.put(entries, layer));
  const wasted = stack.wasted.toSorted(
    (one, other) => other.sizeBytes - one.sizeBytes || compare(one.path, other.path),
  );
  return { changes, wasted, fileCount: stack.fileCount(), files: () => stack.files() };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

const NOTHING: readonly Held[] = [];

class Stack {
  readonly wasted: WastedFile[] = [];
  readonly #top = newFolder();
  /** All folders, by path. */
  readonly #folders = new Map<string, Folder>([['', this.#top]]);
  /** In an archive, files of one folder stand beside each other. */
  #last: { readonly path: string; readonly folder: Folder } = { path: '', folder: this.#top };

  put(entries: readonly LayerEntry[], layer: number): FileChange[] {
    const changes: FileChange[] = [];
    // What a layer hides is only what lies below it, wherever in its archive that stands.
    for (const entry of entries) {
      if (entry.kind === 'removal') changes.push(this.#remove(entry, layer));
      else if (entry.kind === 'emptying') changes.push(...this.#empty(entry.path, layer));
    }
    for (const entry of entries) {
      if (entry.kind === 'removal' || entry.kind === 'emptying' || entry.path === '') continue;
      changes.push(entry.kind === 'folder' ? this.#putFolder(entry, layer) : this.#putFile(entry, layer));
    }
    return changes;
  }

  fileCount(): number {
    let count = 0;
    for (const folder of this.#folders.values()) count += folder.files.size;
    return count;
  }

  files(): ReadonlyMap<string, LayerEntry> {
    return new Map(heldIn(this.#top).map(({ entry }) => [entry.path, entry]));
  }

  #folder(path: string): Folder {
    if (path !== this.#last.path) this.#last = { path, folder: this.#folders.get(path) ?? this.#newFolder(path) };
    return this.#last.folder;
  }

  #newFolder(path: string): Folder {
    const { folder, name } = splitPath(path);
    const made = newFolder();
    this.#folder(folder).folders.set(name, made);
    this.#folders.set(path, made);
    return made;
  }

  #remove(entry: LayerEntry, layer: number): FileChange {
    const { folder, name } = splitPath(entry.path);
    const held = this.#take(this.#folder(folder), name, entry.path);
    this.#waste(held, layer, 'removed');
    return { path: entry.path, mark: 'removed', entry, before: sumOf(held) };
  }

  #empty(path: string, layer: number): FileChange[] {
    const folder = this.#folder(path);
    return [...folder.files.keys(), ...folder.folders.keys()].map((name): FileChange => {
      const below = path === '' ? name : `${path}/${name}`;
      const held = this.#take(folder, name, below);
      this.#waste(held, layer, 'removed');
      return { path: below, mark: 'removed', entry: undefined, before: sumOf(held) };
    });
  }

  #putFolder(entry: LayerEntry, layer: number): FileChange {
    const { folder, name } = splitPath(entry.path);
    const replaced = this.#folder(folder).files.get(name);
    if (replaced) {
      this.#folder(folder).files.delete(name);
      this.#waste([replaced], layer, 'replaced');
    }
    const isThere = this.#folders.has(entry.path);
    const own = this.#folder(entry.path);
    const { self } = own;
    own.self = { entry, layer };
    if (replaced) return { path: entry.path, mark: 'changed', entry, before: sumOf([replaced]) };
    const isSame = !self || (self.entry.mode === entry.mode && self.entry.owner === entry.owner);
    return { path: entry.path, mark: isThere ? (isSame ? 'same' : 'changed') : 'added', entry, before: undefined };
  }

  #putFile(entry: LayerEntry, layer: number): FileChange {
    const { folder, name } = splitPath(entry.path);
    const parent = this.#folder(folder);
    const held = this.#take(parent, name, entry.path);
    parent.files.set(name, { entry, layer });
    const [first] = held;
    if (!first) return { path: entry.path, mark: 'added', entry, before: undefined };
    const hasSameContent =
      first.entry.path === entry.path &&
      first.entry.kind === entry.kind &&
      first.entry.content === entry.content &&
      first.entry.sizeBytes === entry.sizeBytes &&
      first.entry.target === entry.target;
    this.#waste(held, layer, hasSameContent ? 'again' : 'replaced');
    const isSame = hasSameContent && first.entry.mode === entry.mode && first.entry.owner === entry.owner;
    return { path: entry.path, mark: isSame ? 'same' : 'changed', entry, before: sumOf(held) };
  }

  /** Takes away what lies at a path, a file or a folder with all that is in it. */
  #take(parent: Folder, name: string, path: string): readonly Held[] {
    const file = parent.files.get(name);
    const folder = parent.folders.get(name);
    if (file) parent.files.delete(name);
    if (!folder) return file ? [file] : NOTHING;
    parent.folders.delete(name);
    this.#forget(folder, path);
    // An archive that puts something below a file leaves both.
    return file ? [file, ...heldIn(folder)] : heldIn(folder);
  }

  #forget(folder: Folder, path: string): void {
    this.#last = { path: '', folder: this.#top };
    this.#folders.delete(path);
    for (const [name, each] of folder.folders) this.#forget(each, `${path}/${name}`);
  }

  #waste(held: readonly Held[], by: number, how: WastedFile['how']): void {
    for (const { entry, layer } of held) {
      // An archive may have a path twice: the second counts.
      if (entry.sizeBytes === 0 || layer === by) continue;
      this.wasted.push({ path: entry.path, sizeBytes: entry.sizeBytes, layer, by, how });
    }
  }
}

function heldIn(folder: Folder, held: Held[] = []): readonly Held[] {
  for (const file of folder.files.values()) held.push(file);
  for (const each of folder.folders.values()) heldIn(each, held);
  return held;
}

function sumOf(held: readonly Held[]): { readonly sizeBytes: number; readonly fileCount: number } {
  return { sizeBytes: held.reduce((sum, { entry }) => sum + entry.sizeBytes, 0), fileCount: held.length };
}
