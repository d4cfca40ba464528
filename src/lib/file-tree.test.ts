import { expect, test } from 'vitest';
import type { FolderEntry } from '../shared/file-views.ts';
import { seenFolders, type Tree, treeRows } from './file-tree.ts';

const entry = (name: string, kind: FolderEntry['kind'] = 'file'): FolderEntry => ({
  name,
  kind,
  isLink: false,
  sizeBytes: 1,
});
const listed = (...entries: FolderEntry[]) =>
  ({ kind: 'listed', view: { entries, isWhole: true, stamp: '0'.repeat(64) } }) as const;

const tree: Tree = {
  folders: {
    '': listed(
      entry('b10'),
      entry('b9'),
      entry('zoo', 'folder'),
      entry('web-app', 'folder'),
      entry('.hidden'),
      entry('apps', 'folder'),
    ),
    'web-app': listed(entry('Dockerfile'), entry('site', 'folder')),
    'web-app/site': listed(),
    zoo: { kind: 'failed', message: 'You may not.' },
  },
  unfolded: new Set(['web-app', 'web-app/site', 'zoo', 'gone/inside']),
  hasHidden: false,
  exercises: ['several-tags', 'web-app'],
};

const lines = (of: Tree) =>
  treeRows(of).map((row) => `${row.level} ${row.kind === 'entry' ? row.path : `(${row.text})`}`);

test('the page’s exercises come first, then folders, then files, numbers by their size', () => {
  expect(lines(tree)).toEqual([
    '1 web-app',
    '2 web-app/site',
    '3 (Empty.)',
    '2 web-app/Dockerfile',
    '1 apps',
    '1 zoo',
    '2 (You may not.)',
    '1 b9',
    '1 b10',
  ]);
  expect(treeRows(tree).flatMap((row) => (row.kind === 'entry' && row.isExercise ? row.path : []))).toEqual([
    'web-app',
  ]);
});

test('hidden files are shown where they are asked for, and what is not whole says so', () => {
  expect(lines({ ...tree, hasHidden: true })).toContain('1 .hidden');
  const view = { ...listed(entry('a')).view, isWhole: false };
  expect(lines({ ...tree, folders: { '': { kind: 'listed', view } } }).at(-1)).toContain('more here than is shown');
  expect(lines({ ...tree, folders: {} })).toEqual(['1 (Loading…)']);
});

test('only folders whose names are seen are watched', () => {
  expect(seenFolders(tree)).toEqual(['', 'web-app', 'web-app/site', 'zoo']);
  expect(seenFolders({ ...tree, unfolded: new Set(['web-app/site']) })).toEqual(['']);
});
