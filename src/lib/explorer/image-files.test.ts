import { expect, test } from 'vitest';
import { createImageFiles } from './image-files.ts';
import type { LayerEntry } from './layer-entry.ts';
import { movedNames } from './tag-moves.ts';
import { modeWords, pathWords } from './words.ts';

const entry = (path: string, content: string, sizeBytes = 10): LayerEntry => ({
  path,
  kind: 'file',
  sizeBytes,
  mode: 0o644,
  owner: '0:0',
  target: '',
  content,
});
const folder = (path: string): LayerEntry => ({ ...entry(path, '', 0), kind: 'folder', mode: 0o755 });

const library: Readonly<Record<string, readonly LayerEntry[]>> = {
  base: [folder('etc'), entry('etc/a', '1'), entry('etc/b', '2', 30)],
  top: [folder('etc'), entry('etc/a', 'other'), entry('new', '3')],
  else: [entry('new', 'X'), entry('more', '5')],
};
const files = createImageFiles({
  layers: async (chains) => chains.map((chain) => library[chain] ?? []),
  changes: async (id) => [{ path: `tmp/${id}`, mark: 'added', entry: undefined, beforeBytes: 0 }],
});
const choice = { filter: '', sort: 'path', toggled: [] } as const;

test('an image is summed up by its layers, and what of them is wasted', async () => {
  expect(await files.summary({ chains: ['base', 'top'] })).toEqual({
    layers: [
      { fileCount: 2, added: 2, changed: 0, removed: 0, wastedBytes: 10 },
      { fileCount: 2, added: 1, changed: 1, removed: 0, wastedBytes: 0 },
    ],
    fileCount: 3,
    wastedBytes: 10,
    wastedCount: 1,
    wasted: [{ path: 'etc/a', sizeBytes: 10, layer: 0, by: 1, how: 'replaced' }],
  });
});

test('a layer’s rows can be had in parts, and found', async () => {
  const listed = { kind: 'layer', chains: ['base', 'top'], layer: 1 } as const;
  const all = await files.rows({ choice: { ...choice, listed }, from: 0, to: 100 });
  // The folder was written again as it was: it is only on the way.
  expect(all.rows.map(({ path, mark }) => [path, mark])).toEqual([
    ['etc', undefined],
    ['etc/a', 'changed'],
    ['new', 'added'],
  ]);
  expect(await files.rows({ choice: { ...choice, listed }, from: 1, to: 2 })).toEqual({
    total: 3,
    from: 1,
    rows: [all.rows[1]],
  });
  expect(await files.find({ choice: { ...choice, listed }, path: 'new' })).toBe(2);
});

test('what a container wrote is listed, too', async () => {
  const listed = { kind: 'container', id: 'pad', writtenBytes: 3 } as const;
  const { rows } = await files.rows({ choice: { ...choice, listed }, from: 0, to: 9 });
  expect(rows.map(({ path, mark }) => [path, mark])).toEqual([
    ['tmp', undefined],
    ['tmp/pad', 'added'],
  ]);
});

test('two images are compared by what their containers see, and two steps by what they brought', async () => {
  const ask = { before: ['base', 'top'], after: ['base', 'else'] };
  expect(await files.compare(ask)).toEqual({ added: 1, changed: 2, removed: 0, sameCount: 1, sameBytes: 30 });
  const { rows } = await files.rows({ choice: { ...choice, listed: { kind: 'images', ...ask } }, from: 0, to: 9 });
  expect(rows.map(({ path, mark }) => [path, mark])).toEqual([
    ['etc', undefined],
    ['etc/a', 'changed'],
    ['more', 'added'],
    ['new', 'changed'],
  ]);
  expect(await files.step(ask)).toEqual({
    changed: 3,
    names: [
      { path: 'etc/a', mark: 'removed' },
      { path: 'more', mark: 'added' },
      { path: 'new', mark: 'changed' },
    ],
  });
});

test('a name has moved where it leads to another image and the old one is still there', () => {
  const image = (id: string, ...names: readonly string[]) => ({
    id,
    names: [...names],
    sizeBytes: 0,
    createdAt: '',
    top: null,
    settings: [],
  });
  const before = { layers: [], images: [image('1', 'web:1'), image('2', 'db:1')] };
  expect(movedNames(before, { layers: [], images: [image('3', 'web:1'), image('1'), image('4', 'db:1')] })).toEqual([
    { name: 'web:1', before: '1', after: '3' },
  ]);
  expect(movedNames(before, before)).toEqual([]);
});

test('modes and paths are said on one line', () => {
  expect([0o755, 0o4711, 0o1777, 0o2644].map(modeWords)).toEqual(['rwxr-xr-x', 'rws--x--x', 'rwxrwxrwt', 'rw-r-Sr--']);
  expect(pathWords('a\nb\tc')).toBe('a\\nb\\tc');
});
