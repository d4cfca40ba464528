import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntryKind, LayerEntry } from './layer-entry.ts';
import { stackFiles } from './stack-files.ts';

const entry = (path: string, change: Partial<LayerEntry> = {}): LayerEntry => ({
  path,
  kind: 'file',
  sizeBytes: 10,
  mode: 0o644,
  owner: '0:0',
  target: '',
  content: path,
  ...change,
});
const folder = (path: string, change: Partial<LayerEntry> = {}) =>
  entry(path, { kind: 'folder', sizeBytes: 0, content: '', ...change });
const removal = (path: string) => entry(path, { kind: 'removal', sizeBytes: 0, content: '' });
const emptying = (path: string) => entry(path, { kind: 'emptying', sizeBytes: 0, content: '' });

const marks = (layers: readonly (readonly LayerEntry[])[]) =>
  stackFiles(layers).changes.map((changes) => Object.fromEntries(changes.map(({ path, mark }) => [path, mark])));

test('a file is added, changed, written again as it was, or removed', () => {
  expect(
    marks([
      [folder('etc'), entry('etc/a'), entry('etc/b'), entry('etc/c'), entry('etc/d')],
      [
        folder('etc'),
        entry('etc/a', { content: 'new' }),
        entry('etc/b', { mode: 0o700 }),
        entry('etc/c'),
        removal('etc/d'),
        entry('e'),
      ],
    ])[1],
  ).toEqual({ etc: 'same', 'etc/a': 'changed', 'etc/b': 'changed', 'etc/c': 'same', 'etc/d': 'removed', e: 'added' });
});

test('what a later layer hides is wasted: named with its bytes, where it is stored and what hides it', () => {
  const { wasted } = stackFiles([
    [
      folder('var'),
      entry('var/big', { sizeBytes: 500 }),
      entry('var/tool', { sizeBytes: 90 }),
      entry('var/note', { sizeBytes: 7 }),
    ],
    [entry('var/tool', { sizeBytes: 90, mode: 0o755 }), entry('var/note', { sizeBytes: 8, content: 'other' })],
    [removal('var')],
  ]);
  expect(wasted.map(({ path, sizeBytes, layer, by, how }) => [path, sizeBytes, layer, by, how])).toEqual([
    ['var/big', 500, 0, 2, 'removed'],
    ['var/tool', 90, 0, 1, 'again'],
    ['var/tool', 90, 1, 2, 'removed'],
    ['var/note', 8, 1, 2, 'removed'],
    ['var/note', 7, 0, 1, 'replaced'],
  ]);
});

test('a folder that is emptied hides what was in it, and not what its own layer puts there', () => {
  const { changes, files, wasted } = stackFiles([
    [folder('data'), entry('data/old'), folder('data/sub'), entry('data/sub/x')],
    [entry('data/new'), folder('data'), emptying('data')],
  ]);
  expect([...files().keys()]).toEqual(['data/new']);
  expect(wasted.map(({ path }) => path)).toEqual(['data/old', 'data/sub/x']);
  expect(changes[1]?.filter(({ mark }) => mark === 'removed').map(({ path, before }) => [path, before])).toEqual([
    ['data/old', { sizeBytes: 10, fileCount: 1 }],
    ['data/sub', { sizeBytes: 10, fileCount: 1 }],
  ]);
});

test('a file takes the place of a folder, and a folder that of a file', () => {
  const { changes, files, wasted } = stackFiles([
    [folder('a'), entry('a/x'), entry('b')],
    [entry('a', { kind: 'link', sizeBytes: 0, target: 'b' }), folder('b'), entry('b/y')],
  ]);
  expect(changes[1]?.map(({ path, mark }) => [path, mark])).toEqual([
    ['a', 'changed'],
    ['b', 'changed'],
    ['b/y', 'added'],
  ]);
  expect([...files().keys()].toSorted()).toEqual(['a', 'b/y']);
  expect(wasted.map(({ path, how }) => [path, how])).toEqual([
    ['a/x', 'replaced'],
    ['b', 'replaced'],
  ]);
});

test('what hides nothing wastes nothing, and a path that an archive has twice is not hidden by itself', () => {
  const { wasted, files } = stackFiles([
    [entry('a'), entry('a', { content: 'second' })],
    [removal('nowhere'), emptying('void')],
  ]);
  expect(wasted).toEqual([]);
  expect(files().get('a')?.content).toBe('second');
});

/** What lies there at last, by hand: each layer first hides, then puts. */
function visibleByHand(layers: readonly (readonly LayerEntry[])[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  const drop = (path: string, withItself: boolean) => {
    for (const each of [...seen.keys()])
      if (each.startsWith(`${path}/`) || (withItself && each === path)) seen.delete(each);
  };
  for (const layer of layers) {
    for (const { path, kind } of layer) {
      if (kind === 'removal') drop(path, true);
      if (kind === 'emptying') drop(path, false);
    }
    for (const { path, kind, sizeBytes } of layer) {
      if (kind === 'file') {
        drop(path, true);
        seen.set(path, sizeBytes);
      } else if (kind === 'folder') seen.delete(path);
    }
  }
  return seen;
}

test('of any layers, what is seen and what is wasted are together all that is stored', () => {
  const layer = fc
    .uniqueArray(
      fc.record({
        path: fc.constantFrom('a', 'b', 'a/x', 'a/y', 'b/x', 'a/x/z', 'b/x/z'),
        kind: fc.constantFrom<EntryKind>('file', 'folder', 'removal', 'emptying'),
        sizeBytes: fc.integer({ min: 1, max: 99 }),
      }),
      { selector: ({ path }) => path, maxLength: 5 },
    )
    // In an archive a folder stands before what is in it, and nothing is in a file.
    .map((rows) => rows.toSorted((one, other) => (one.path < other.path ? -1 : 1)))
    .filter(
      (rows) => !rows.some((row) => row.kind === 'file' && rows.some(({ path }) => path.startsWith(`${row.path}/`))),
    )
    .map((rows) =>
      rows.map(({ path, kind, sizeBytes }) => entry(path, { kind, sizeBytes: kind === 'file' ? sizeBytes : 0 })),
    );
  fc.assert(
    fc.property(fc.array(layer, { maxLength: 5 }), (layers) => {
      const { files, fileCount, wasted } = stackFiles(layers);
      const byHand = visibleByHand(layers);
      // A file below which something is put is a folder from then on, as an engine would have refused.
      const isClean = [...byHand.keys()].every(
        (path) => ![...byHand.keys()].some((other) => other.startsWith(`${path}/`)),
      );
      fc.pre(isClean);
      const seenBytes = [...files().values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const stored = layers.flat().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      expect(Object.fromEntries([...files()].map(([path, { sizeBytes }]) => [path, sizeBytes]))).toEqual(
        Object.fromEntries(byHand),
      );
      expect(fileCount).toBe(byHand.size);
      expect(seenBytes + wasted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(stored);
    }),
  );
});
