import { expect, test, vi } from 'vitest';
import type { FileStamp } from '../../src/shared/file-views.ts';
import { EVERYTHING, FINISHED_COMMAND, REMEMBERED_COMMAND, SAVED_FILE } from './changes.ts';
import { FileStamps, type FilesViewer } from './file-stamps.ts';

function openStamps(disk: Record<string, string>) {
  const looks: (readonly string[])[] = [];
  let meanwhile = async () => {};
  const stamps = new FileStamps({
    read: async (paths) => {
      looks.push(paths);
      const seen = paths.map((path): FileStamp => ({ path, stamp: disk[path] ?? null }));
      await meanwhile();
      return seen;
    },
    onError: (error) => {
      throw error;
    },
  });
  const sit = () => {
    const told: FileStamp[] = [];
    const viewer: FilesViewer = { onStamps: (news) => told.push(...news) };
    return { viewer, told };
  };
  return {
    stamps,
    looks,
    sit,
    during: (work: () => Promise<void>) => {
      meanwhile = work;
    },
  };
}

test('a page is told of what it shows the first time, and then of what is other', async () => {
  const disk: Record<string, string> = { a: '1', b: '1' };
  const { stamps, sit, looks } = openStamps(disk);
  const [one, other] = [sit(), sit()];
  stamps.show(one.viewer, ['a', 'c']);
  await vi.waitFor(() =>
    expect(one.told).toEqual([
      { path: 'a', stamp: '1' },
      { path: 'c', stamp: null },
    ]),
  );
  stamps.show(other.viewer, ['b']);
  await vi.waitFor(() => expect(other.told).toEqual([{ path: 'b', stamp: '1' }]));
  disk['a'] = '2';
  stamps.note(FINISHED_COMMAND);
  await vi.waitFor(() => expect(one.told.at(-1)).toEqual({ path: 'a', stamp: '2' }));
  expect([one.told.length, other.told.length]).toEqual([3, 1]);

  const before = looks.length;
  stamps.note(REMEMBERED_COMMAND);
  stamps.show(one.viewer, []);
  stamps.show(other.viewer, []);
  for (const change of [SAVED_FILE, EVERYTHING]) stamps.note(change);
  await new Promise((resolve) => setImmediate(resolve));
  expect(looks).toHaveLength(before);
  stamps[Symbol.dispose]();
});

test('what changes while a page comes to show something else is not missed', async () => {
  const disk: Record<string, string> = { a: '1', b: '1' };
  const { stamps, sit, during } = openStamps(disk);
  const { viewer, told } = sit();
  stamps.show(viewer, ['a', 'b']);
  await vi.waitFor(() => expect(told).toHaveLength(2));
  disk['a'] = '2';
  disk['b'] = '2';
  during(async () => stamps.show(viewer, ['a']));
  stamps.note(SAVED_FILE);
  await vi.waitFor(() => expect(told.slice(2)).toEqual([{ path: 'a', stamp: '2' }]));
  stamps[Symbol.dispose]();
});

test('a loop of saves is seen a few times', async () => {
  const { stamps, sit, looks } = openStamps({ a: '1' });
  const { viewer } = sit();
  stamps.show(viewer, ['a']);
  for (let count = 0; count < 1_000; count += 1) {
    stamps.note(SAVED_FILE);
    await Promise.resolve();
  }
  expect(looks.length).toBeLessThan(16);
  stamps[Symbol.dispose]();
});
