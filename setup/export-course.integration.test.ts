import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, open, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { COURIER } from './copy-courier.ts';
import type { ServedImage } from './course-content.ts';
import type { CourseTarget } from './course-images.ts';
import { createShipyard } from './course-shipyard.ts';
import { type CourseStorage, openCourse } from './course-storage.ts';
import { exportImages } from './export-course.ts';
import { imageTags } from './image-tags.ts';
import { readArchive } from './import-archive.ts';
import { archivedName, importImages, loadImages } from './import-course.ts';
import { createProgress } from './progress.ts';
import { provideExtraImage } from './provide-extra-image.ts';
import { unattendedMachine } from './unattended-machine.ts';

const docker = new Docker();
const root = join(import.meta.dirname, '..');
const signal = () => AbortSignal.timeout(60_000);
const yard = createShipyard(docker, { ...inject('images'), signal });
const update = () => {};

let folder: string;
let file: string;
let target: CourseTarget;
let exported: ServedImage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-export-'));
  file = join(folder, 'course.tar');
  const amd64 = await yard.build('near', 2_000_000);
  target = yard.target({ 'linux/amd64': amd64, 'linux/arm64': await yard.build('far', 10) });
  const storage = await yard.storage();
  exported = await yard.fill(storage, target);
  await using course = await openCourse(docker, storage, signal());
  const names = target.tags.map((tag) => archivedName(target, tag));
  const images = [{ names, image: exported, repository: target.repository, client: course.client }];
  await exportImages(file, images, { signal: signal(), update });
});

afterAll(async () => {
  await yard[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function bring(storage: CourseStorage, from: string) {
  const archive = await readArchive(from, { signal: signal(), update });
  return importImages(docker, { ...storage, archive, targets: [target], signal: signal(), update });
}

test('an empty registry serves the same digests after an import, and an engine runs what it pulls', async () => {
  const storage = await yard.storage();
  expect(await bring(storage, file)).toEqual(['ship:1']);
  expect(await yard.served(storage, target)).toEqual(exported);
  expect(await yard.pullAndRun(storage, target, exported.digest)).toBe('near');
  expect(await yard.onFiles(storage, 'ls')).toBe('docker');
});

test('other tools read the file, and it is the same when it is written again', async () => {
  const machine = { ...unattendedMachine(createProgress({ write: update }), signal()), root };
  const courier = await provideExtraImage(machine, docker, (await imageTags(root)).get('base') ?? '', COURIER);
  const skopeo = async (...args: string[]) => {
    const command = ['run', '--rm', '-v', `${folder}:/f:ro`, courier, 'skopeo', ...args];
    return (await promisify(execFile)('docker', command)).stdout;
  };
  const raw = await skopeo('inspect', '--raw', 'oci-archive:/f/course.tar:docker.io/library/ship:latest');
  expect(`sha256:${createHash('sha256').update(raw).digest('hex')}`).toBe(exported.digest);
  const inspected = JSON.parse(await skopeo('inspect', 'oci-archive:/f/course.tar:docker.io/library/ship:1'));
  expect(inspected).toMatchObject({
    Architecture: 'amd64',
    Labels: { 'drydock.stand-in.recipe': target.builds[0]?.tag },
  });

  const storage = await yard.storage();
  await bring(storage, file);
  await using course = await openCourse(docker, storage, signal());
  const again = join(folder, 'again.tar');
  const names = target.tags.map((tag) => archivedName(target, tag));
  const images = [{ names, image: exported, repository: target.repository, client: course.client }];
  await exportImages(again, images, { signal: signal(), update });
  expect((await readFile(again)).equals(await readFile(file))).toBe(true);
});

/** A copy of the file with something done to it. */
async function spoiled(name: string, spoil: (copy: string) => Promise<unknown>): Promise<string> {
  const copy = join(folder, name);
  await copyFile(file, copy);
  await spoil(copy);
  return copy;
}

async function flipByte(copy: string): Promise<void> {
  const handle = await open(copy, 'r+');
  try {
    const at = Math.floor((await handle.stat()).size / 2);
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
    await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, at);
  } finally {
    await handle.close();
  }
}

const cut = (part: number) => async (copy: string) => truncate(copy, Math.floor((await stat(copy)).size * part));

test.each([
  ['cut in a layer', cut(0.5), /is damaged: it ends too early.*as it was/],
  ['cut after a file of it', (copy: string) => truncate(copy, 512 * 3 + 1024), /is damaged|ends too early/],
  ['with a bit turned over', flipByte, /is damaged: blobs\/.* has the digest/],
  ['that is no tar', (copy: string) => writeFile(copy, 'no tar '.repeat(1000)), /holds no course: it is no tar/],
  ['that is empty', (copy: string) => truncate(copy, 0), /holds no course/],
])('a file %s is refused in words, and the registry stays as it was', async (name, spoil, sentence) => {
  const storage = await yard.storage();
  const before = await yard.fill(storage, yard.target({ 'linux/amd64': await yard.build('before', 10) }));
  const files = await yard.onFiles(storage, 'find | sort | md5sum');
  await expect(bring(storage, await spoiled(name, spoil))).rejects.toThrow(sentence);
  expect((await yard.served(storage, target))?.digest).toBe(before.digest);
  expect(await yard.onFiles(storage, 'find | sort | md5sum')).toBe(files);
});

test('a file with other images than the course’s is refused', async () => {
  const storage = await yard.storage();
  const archive = await readArchive(file, { signal: signal(), update });
  const targets = [yard.target({ 'linux/amd64': 'x:1' }, { repository: 'library/boat' })];
  const importing = importImages(docker, { ...storage, archive, targets, signal: signal(), update });
  await expect(importing).rejects.toThrow(/none of its images is one of this course/);
});

test('a disk that is full while it is imported, and one while it is exported, is a sentence, and leaves all as it was', async () => {
  const storage = await yard.storage('2m');
  const before = await yard.fill(storage, yard.target({ 'linux/amd64': await yard.build('tiny', 10) }));
  await expect(bring(storage, file)).rejects.toThrow(/the disk is full/);
  expect((await yard.served(storage, target))?.digest).toBe(before.digest);
  expect(await yard.onFiles(storage, 'ls')).toBe('docker');

  const other = await yard.storage();
  await bring(other, file);
  await using course = await openCourse(docker, other, signal());
  const images = [{ names: ['x'], image: exported, repository: target.repository, client: course.client }];
  const full = join(folder, 'full.tar');
  await symlink('/dev/full', `${full}.part`);
  await expect(exportImages(full, images, { signal: signal(), update })).rejects.toThrow(/no space left on device/);
  expect((await readdir(folder)).filter((name) => name.startsWith('full'))).toEqual([]);
});

test('images of the engine’s own are loaded from the file under their names', async () => {
  const tag = target.builds[0]?.tag ?? '';
  const name = 'docker.io/library/ship:1';
  const archive = await readArchive(file, { signal: signal(), update });
  const renamed = {
    ...archive,
    images: archive.images.map((image) => (image.name === name ? { ...image, name: `${tag}-loaded` } : image)),
  };
  await loadImages(docker, { archive: renamed, names: [`${tag}-loaded`], signal: signal(), update });
  const [loaded, original] = await Promise.all([`${tag}-loaded`, tag].map((of) => docker.getImage(of).inspect()));
  expect(loaded?.RootFS.Layers).toEqual(original?.RootFS.Layers);
  await docker.getImage(`${tag}-loaded`).remove();
});
