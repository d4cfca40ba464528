import { compareFiles, type FilesCompared } from './compare-files.ts';
import {
  type CallName,
  type Chains,
  type ExplorerCalls,
  type ImageSummary,
  type ListChoice,
  type Listed,
  MAX_WASTED_SHOWN,
  type StepFiles,
} from './explorer-messages.ts';
import { type FileRow, FileTree, type ListedFile } from './file-rows.ts';
import type { LayerEntry } from './layer-entry.ts';
import type { Layers } from './layer-library.ts';
import { type FileStack, stackFiles } from './stack-files.ts';

/** Looked at at the moment: two side by side, and those before. */
const MAX_STACKS = 4;

/** As many as a line of words has room for. */
const MAX_STEP_NAMES = 12;

type Answers = {
  readonly [Name in CallName]: (ask: ExplorerCalls[Name]['ask']) => Promise<ExplorerCalls[Name]['answer']>;
};

/** Where what is listed comes from. */
export interface FileSources {
  /** Base first. */
  readonly layers: (chains: Chains) => Promise<Layers>;
  /** What a container has made other than in its image. */
  readonly changes: (containerId: string) => Promise<readonly ListedFile[]>;
}

/** Answers what a page asks of its images' files. */
export function createImageFiles({ layers: read, changes }: FileSources): Answers {
  const stacks = new Map<string, FileStack>();
  let listed: { readonly key: string; readonly tree: FileTree } | undefined;
  let seen: { readonly key: string; readonly rows: readonly FileRow[] } | undefined;

  const stackOf = async (chains: Chains): Promise<FileStack> => {
    const key = chains.join();
    const stack = stacks.get(key) ?? stackFiles(await read(chains));
    stacks.delete(key);
    stacks.set(key, stack);
    for (const oldest of stacks.keys()) if (stacks.size > MAX_STACKS) stacks.delete(oldest);
    return stack;
  };

  const compared = async (before: Chains, after: Chains): Promise<FilesCompared> =>
    compareFiles((await stackOf(before)).files(), (await stackOf(after)).files());

  const filesOf = async (what: Listed): Promise<readonly ListedFile[]> => {
    switch (what.kind) {
      case 'images':
        return (await compared(what.before, what.after)).files;
      case 'container':
        return changes(what.id);
      case 'layer':
        return (
          ((await stackOf(what.chains)).changes[what.layer] ?? [])
            // A folder that is written again as it was is only on the way to what changed in it.
            .filter(({ mark, entry }) => mark !== 'same' || entry?.kind !== 'folder')
            .map(({ before, ...change }) => ({ ...change, beforeBytes: before?.sizeBytes ?? 0 }))
        );
    }
  };

  const treeOf = async (what: Listed): Promise<FileTree> => {
    const key = JSON.stringify(what);
    if (listed?.key === key) return listed.tree;
    const tree = new FileTree(await filesOf(what));
    listed = { key, tree };
    return tree;
  };

  const rowsOf = async (choice: ListChoice): Promise<readonly FileRow[]> => {
    const key = JSON.stringify(choice);
    if (seen?.key === key) return seen.rows;
    const tree = await treeOf(choice.listed);
    const rows = tree.rows({ ...choice, toggled: new Set(choice.toggled) });
    seen = { key, rows };
    return rows;
  };

  return {
    summary: async ({ chains }) => summarise(await stackOf(chains)),

    async rows({ choice, from, to }) {
      const rows = await rowsOf(choice);
      return { total: rows.length, from, rows: rows.slice(from, to) };
    },

    find: async ({ choice, path }) => (await rowsOf(choice)).findIndex((row) => row.path === path),

    async compare({ before, after }) {
      const { files, sameCount, sameBytes } = await compared(before, after);
      const of = (mark: string) => files.filter((file) => file.mark === mark).length;
      return { added: of('added'), changed: of('changed'), removed: of('removed'), sameCount, sameBytes };
    },

    async step({ before, after }): Promise<StepFiles> {
      const [old, made] = [(await read(before)).at(-1) ?? [], (await read(after)).at(-1) ?? []];
      const { files } = compareFiles(byPath(old), byPath(made));
      return {
        changed: files.length,
        names: files
          .slice(0, MAX_STEP_NAMES)
          .flatMap(({ path, mark }) => (mark === 'same' ? [] : [{ path, mark }]))
          .toSorted((one, other) => one.path.localeCompare(other.path)),
      };
    },
  };
}

function byPath(entries: readonly LayerEntry[]): ReadonlyMap<string, LayerEntry> {
  return new Map(entries.filter(({ kind }) => kind !== 'folder').map((entry) => [entry.path, entry]));
}

function summarise({ changes, wasted, fileCount }: FileStack): ImageSummary {
  const wastedIn = changes.map(() => 0);
  for (const { layer, sizeBytes } of wasted) wastedIn[layer] = (wastedIn[layer] ?? 0) + sizeBytes;
  return {
    layers: changes.map((layer, index) => {
      const ofFiles = layer.filter(({ entry }) => entry?.kind !== 'folder');
      const of = (mark: string) => ofFiles.filter((change) => change.mark === mark).length;
      return {
        fileCount: ofFiles.length,
        added: of('added'),
        changed: of('changed') + of('same'),
        removed: of('removed'),
        wastedBytes: wastedIn[index] ?? 0,
      };
    }),
    fileCount,
    wastedBytes: wastedIn.reduce((sum, each) => sum + each, 0),
    wastedCount: wasted.length,
    wasted: wasted.slice(0, MAX_WASTED_SHOWN),
  };
}
