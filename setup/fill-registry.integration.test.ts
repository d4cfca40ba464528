import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildImage } from './build-image.ts';
import { fillRegistry } from './fill-registry.ts';
import { imageTags } from './image-tags.ts';

const docker = new Docker();
const volume = `drydock-fill-test-${process.pid}`;
const localTag = `drydock-test-${process.pid}/ship:1`;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-fill-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await docker.getImage(localTag).remove();
  await docker.getVolume(volume).remove();
});

async function buildShip(cargo: string, signal: AbortSignal): Promise<void> {
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY cargo /\nCMD ["x"]\n');
  await writeFile(join(folder, 'cargo'), cargo);
  await buildImage(docker, {
    title: 'the ship',
    tag: localTag,
    folder,
    dockerfile: 'Dockerfile',
    args: {},
    signal,
    update: () => {},
  });
}

async function fill(signal: AbortSignal): Promise<readonly string[]> {
  const gatewayImage = (await imageTags(join(import.meta.dirname, '..'))).get('gateway') ?? '';
  const images = [{ localTag, repository: 'library/ship', tag: '1', reference: 'ship:1' }];
  return fillRegistry(docker, { volume, gatewayImage, images, signal, update: () => {} });
}

test('pushes what is missing or has changed, skips what is there, leaves no container and no name', async ({
  signal,
}) => {
  await buildShip('gold', signal);
  expect(await fill(signal)).toEqual(['ship:1']);
  expect(await fill(signal)).toEqual([]);

  const { Id: replaced } = await docker.getImage(localTag).inspect();
  await buildShip('salt', signal);
  await docker.getImage(replaced).remove();
  expect(await fill(signal)).toEqual(['ship:1']);
  expect(await fill(signal)).toEqual([]);

  expect(await docker.listContainers({ all: true, filters: { volume: [volume] } })).toEqual([]);
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  expect(tags.filter((tag) => tag.endsWith('/library/ship:1'))).toEqual([]);
});

test('an image that is not there is a sentence, and the container goes all the same', async ({ signal }) => {
  await buildShip('gold', signal);
  const gatewayImage = (await imageTags(join(import.meta.dirname, '..'))).get('gateway') ?? '';
  const images = [{ localTag: `${localTag}-missing`, repository: 'library/ship', tag: '1', reference: 'ship:1' }];
  await expect(fillRegistry(docker, { volume, gatewayImage, images, signal, update: () => {} })).rejects.toThrow(
    /^Stopped while filling the course registry: .*No such image/,
  );
  expect(await docker.listContainers({ all: true, filters: { volume: [volume] } })).toEqual([]);
});
