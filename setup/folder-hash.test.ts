import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashFolder, hashStrings, listFiles } from './folder-hash.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-hash-'));
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'sub/b.sh'), 'b', { mode: 0o644 });
  await writeFile(join(folder, 'a'), 'a', { mode: 0o644 });
});
afterEach(() => rm(folder, { recursive: true }));

test('files are listed by path, folders are not', async () => {
  expect(await listFiles(folder)).toEqual([
    { path: 'a', executable: false },
    { path: 'sub/b.sh', executable: false },
  ]);
});

test('times do not count', async () => {
  const before = await hashFolder(folder);
  await utimes(join(folder, 'a'), 1, 1);
  expect(await hashFolder(folder)).toBe(before);
});

test.each([
  ['a content', () => writeFile(join(folder, 'a'), 'A')],
  ['an executable bit', () => chmod(join(folder, 'sub/b.sh'), 0o755)],
  ['a new empty file', () => writeFile(join(folder, 'c'), '')],
])('%s counts', async (_, change) => {
  const before = await hashFolder(folder);
  await change();
  expect(await hashFolder(folder)).not.toBe(before);
});

test('what is added counts, and where one part ends', async () => {
  expect(await hashFolder(folder, ['x'])).not.toBe(await hashFolder(folder));
  expect(hashStrings(['ab', 'c'])).not.toBe(hashStrings(['a', 'bc']));
});
