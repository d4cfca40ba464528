import type { LayerEntry } from './layer-entry.ts';
import type { Mark } from './stack-files.ts';

/** One path of a list of files. */
export interface ListedFile {
  readonly path: string;
  readonly mark: Mark;
  readonly entry: LayerEntry | undefined;
  /** Of what was there before; 0 where nothing was. */
  readonly beforeBytes: number;
}

export type FileSort = 'path' | 'size';

export interface RowChoice {
  /** Only paths that have this in them; empty for all. Capitals count as small letters. */
  readonly filter: string;
  readonly sort: FileSort;
  /** Folders that are not as they would be by themselves: see `isOpenAtFirst`. */
  readonly toggled: ReadonlySet<string>;
}

/** A line of the tree that is seen. */
export interface FileRow {
  readonly path: string;
  readonly name: string;
  /** From 1, as ARIA counts levels; with the place among its siblings and their number. */
  readonly level: number;
  readonly place: number;
  readonly siblings: number;
  readonly isFolder: boolean;
  readonly isOpen: boolean;
  /** `undefined` for a folder that is only on the way to what is listed. */
  readonly mark: Mark | undefined;
  readonly kind: LayerEntry['kind'] | undefined;
  /** With all that is in it: what is stored here, and what was there before. */
  readonly sizeBytes: number;
  readonly beforeBytes: number;
  /** Files listed in it. */
  readonly fileCount: number;
  readonly mode: number | undefined;
  readonly owner: string;
  readonly target: string;
}

interface Node {
  readonly name: string;
  readonly path: string;
  readonly children: Map<string, Node>;
  file: ListedFile | undefined;
  sizeBytes: number;
  beforeBytes: number;
  fileCount: number;
}

/** So few are all seen at once. */
const ALL_OPEN = 60;

const newNode = (name: string, path: string): Node => ({
  name,
  path,
  children: new Map(),
  file: undefined,
  sizeBytes: 0,
  beforeBytes: 0,
  fileCount: 0,
});

/** A tree of listed files, of which the rows that are seen can be had by choice. */
export class FileTree {
  readonly #files: readonly ListedFile[];
  #all: Node | undefined;

  constructor(files: readonly ListedFile[]) {
    this.#files = files;
  }

  rows(choice: RowChoice): FileRow[] {
    const filter = choice.filter.toLowerCase();
    const top = filter === '' ? (this.#all ??= plant(this.#files)) : plant(this.#files.filter(matches(filter)));
    const rows: FileRow[] = [];
    const isSmall = top.fileCount <= ALL_OPEN;
    this.#put(top, 1, { ...choice, isAllOpen: isSmall || filter !== '' }, rows);
    return rows;
  }

  #put(parent: Node, level: number, choice: RowChoice & { readonly isAllOpen: boolean }, rows: FileRow[]): void {
    const children = [...parent.children.values()].sort(choice.sort === 'size' ? bySize : byName);
    for (const [index, node] of children.entries()) {
      const isFolder = node.children.size > 0 || node.file?.entry?.kind === 'folder';
      // Where a folder has nothing but one other, there is nothing to choose.
      const isOpenAtFirst = choice.isAllOpen || (children.length === 1 && level < 4);
      const isOpen = isFolder && choice.toggled.has(node.path) !== isOpenAtFirst;
      const { entry } = node.file ?? {};
      rows.push({
        path: node.path,
        name: node.name,
        level,
        place: index + 1,
        siblings: children.length,
        isFolder,
        isOpen,
        mark: node.file?.mark,
        kind: entry?.kind,
        sizeBytes: node.sizeBytes,
        beforeBytes: node.beforeBytes,
        fileCount: node.fileCount,
        mode: entry && entry.kind !== 'removal' ? entry.mode : undefined,
        owner: entry && entry.kind !== 'removal' ? entry.owner : '',
        target: entry?.target ?? '',
      });
      if (isOpen) this.#put(node, level + 1, choice, rows);
    }
  }
}

function matches(filter: string): (file: ListedFile) => boolean {
  return ({ path }) => path.toLowerCase().includes(filter);
}

function byName(one: Node, other: Node): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

function bySize(one: Node, other: Node): number {
  return Math.max(other.sizeBytes, other.beforeBytes) - Math.max(one.sizeBytes, one.beforeBytes) || byName(one, other);
}

function plant(files: readonly ListedFile[]): Node {
  const top = newNode('', '');
  for (const file of files) {
    const bytes = file.entry?.sizeBytes ?? 0;
    const isCounted = file.entry?.kind !== 'folder';
    let node = top;
    let end = 0;
    while (node !== undefined) {
      node.sizeBytes += bytes;
      node.beforeBytes += file.beforeBytes;
      if (isCounted) node.fileCount += 1;
      if (end > file.path.length) break;
      const slash = file.path.indexOf('/', end);
      const stop = slash < 0 ? file.path.length : slash;
      const name = file.path.slice(end, stop);
      let child: Node | undefined = node.children.get(name);
      if (!child) {
        child = newNode(name, file.path.slice(0, stop));
        node.children.set(name, child);
      }
      node = child;
      end = stop + 1;
    }
    node.file = file;
  }
  return top;
}
