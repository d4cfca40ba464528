import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { FolderEntry, FolderView } from '../shared/file-views.ts';
import type { Asked } from './file-requests.ts';
import { Folders } from './folders.ts';

const stampOf = (names: readonly string[]) => createHash('sha256').update(names.join()).digest('hex');

function openFolders(disk: Record<string, string[]>, unfolded: readonly string[] = []) {
  const asked: string[] = [];
  const folders = new Folders(
    {
      async list(path): Promise<Asked<{ readonly view: FolderView }>> {
        asked.push(path);
        const names = disk[path];
        if (!names) return { kind: 'refused', message: 'It is gone.', isGone: true, isTaken: false };
        const entries = names.map((name): FolderEntry => {
          const isFolder = disk[path === '' ? name : `${path}/${name}`] !== undefined;
          return { name, kind: isFolder ? 'folder' : 'file', isLink: false, sizeBytes: 0 };
        });
        return { kind: 'done', view: { entries, isWhole: true, stamp: stampOf(names) } };
      },
    },
    { exercises: [], hasHidden: false, unfolded: new Set(unfolded) },
  );
  const namesIn = (path: string) => {
    const state = folders.state.get().folders[path];
    return state?.kind === 'listed' ? state.view.entries.map(({ name }) => name) : state?.kind;
  };
  return { folders, asked, namesIn };
}

test('what was unfolded before it was there is listed when it comes', async () => {
  const disk: Record<string, string[]> = { '': ['a'] };
  const { folders, asked, namesIn } = openFolders(disk, ['web-app']);
  await folders.refresh();
  expect(asked).toEqual(['']);
  disk[''] = ['a', 'web-app'];
  disk['web-app'] = ['Dockerfile'];
  folders.hear([{ path: '', stamp: stampOf(disk['']) }]);
  await expect.poll(() => namesIn('web-app')).toEqual(['Dockerfile']);
});

test('a folder is read again when its names are others, and only then', async () => {
  const disk = { '': ['a', 'f'], f: ['x'] };
  const { folders, asked, namesIn } = openFolders(disk);
  await folders.refresh();
  folders.hear([{ path: '', stamp: stampOf(['a', 'f']) }]);
  folders.hear([{ path: 'f', stamp: stampOf(['other']) }]);
  expect(asked).toEqual(['']);
  await folders.unfold('f');
  disk.f = ['x', 'y'];
  folders.hear([{ path: 'f', stamp: stampOf(disk.f) }]);
  await expect.poll(() => namesIn('f')).toEqual(['x', 'y']);
});

test('what is moved stays unfolded and chosen, and what is removed is not', async () => {
  const disk: Record<string, string[]> = { '': ['f'], f: ['x'], 'f/x': ['y'] };
  const { folders } = openFolders(disk, ['f', 'f/x']);
  await folders.refresh();
  folders.select('f/x');
  folders.moved('f', 'g');
  expect([...folders.state.get().unfolded, folders.state.get().selected]).toEqual(['g', 'g/x', 'g/x']);
  folders.removed('g/x');
  expect([...folders.state.get().unfolded, folders.state.get().selected]).toEqual(['g', 'g']);
});
