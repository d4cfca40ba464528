import { expect, test } from 'vitest';
import { FileTree, type ListedFile } from './file-rows.ts';
import type { LayerEntry } from './layer-entry.ts';

const file = (path: string, sizeBytes: number, change: Partial<ListedFile> = {}): ListedFile => ({
  path,
  mark: 'added',
  beforeBytes: 0,
  entry: { path, kind: 'file', sizeBytes, mode: 0o644, owner: '0:0', target: '', content: '' } satisfies LayerEntry,
  ...change,
});

const tree = new FileTree([
  file('usr/bin/a', 5),
  file('usr/bin/b', 70),
  file('usr/lib/big', 500),
  file('etc/gone', 0, { mark: 'removed', entry: undefined, beforeBytes: 900 }),
]);
const choice = { filter: '', sort: 'path', toggled: new Set<string>() } as const;
const shown = (change: Partial<Parameters<FileTree['rows']>[0]> = {}) =>
  tree
    .rows({ ...choice, ...change })
    .map(({ path, level, sizeBytes }) => `${'.'.repeat(level - 1)}${path} ${sizeBytes}`);

test('few files are all seen, below the folders that hold them, with what these come to', () => {
  expect(shown()).toEqual([
    'etc 0',
    '.etc/gone 0',
    'usr 575',
    '.usr/bin 75',
    '..usr/bin/a 5',
    '..usr/bin/b 70',
    '.usr/lib 500',
    '..usr/lib/big 500',
  ]);
});

test('by size the largest comes first, and what was removed counts by what it was', () => {
  expect(shown({ sort: 'size', toggled: new Set(['etc', 'usr/bin', 'usr/lib']) })).toEqual([
    'etc 0',
    'usr 575',
    '.usr/lib 500',
    '.usr/bin 75',
  ]);
});

test('a filter leaves the paths that have it in them, whatever their capitals', () => {
  expect(shown({ filter: 'BIN/B' })).toEqual(['usr 70', '.usr/bin 70', '..usr/bin/b 70']);
  expect(shown({ filter: 'nowhere' })).toEqual([]);
});

test('of many files the folders are closed at first, but for one that has no neighbour', () => {
  const many = new FileTree(Array.from({ length: 100 }, (_, index) => file(`opt/${index % 2}/${index}`, 1)));
  const rows = many.rows(choice);
  expect(rows.map(({ path, isOpen, fileCount }) => [path, isOpen, fileCount])).toEqual([
    ['opt', true, 100],
    ['opt/0', false, 50],
    ['opt/1', false, 50],
  ]);
  expect(many.rows({ ...choice, toggled: new Set(['opt/1']) })).toHaveLength(53);
  expect(rows[2]).toMatchObject({ level: 2, place: 2, siblings: 2 });
});
