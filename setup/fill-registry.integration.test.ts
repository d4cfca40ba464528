import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { Platform } from '../images/catalog.ts';
import { buildImage } from './build-image.ts';
import { isStandIn, readServed, type ServedAs } from './course-content.ts';
import { openCourse } from './course-storage.ts';
import { fillRegistry, type StandIn } from './fill-registry.ts';

const docker = new Docker();
const volume = `drydock-fill-test-${process.pid}`;
const storage = { volume, gatewayImage: inject('images').gateway };
const repository = `drydock-test-${process.pid}/ship`;
const made: string[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-fill-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  for (const tag of made.splice(0)) await docker.getImage(tag).remove();
  await docker.getVolume(volume).remove();
});

async function buildShip(cargo: string, signal: AbortSignal): Promise<string> {
  const tag = `${repository}:${cargo}`;
  const dockerfile = 'FROM scratch\nLABEL drydock.stand-in=true drydock.stand-in.of=ship:1\nCOPY cargo /\nCMD ["x"]\n';
  await writeFile(join(folder, 'Dockerfile'), dockerfile);
  await writeFile(join(folder, 'cargo'), cargo);
  await buildImage(docker, {
    title: 'the ship',
    tag,
    folder,
    dockerfile: 'Dockerfile',
    args: {},
    signal,
    update: () => {},
  });
  made.push(tag);
  return tag;
}

function ship(...builds: readonly (readonly [tag: string, platform: Platform])[]): StandIn {
  return {
    reference: 'ship:1',
    repository: 'library/ship',
    tags: ['1', 'latest'],
    builds: builds.map(([tag, platform]) => ({ tag, platform })),
  };
}

const fill = (image: StandIn, signal: AbortSignal) =>
  fillRegistry(docker, { ...storage, images: [image], signal, update: () => {} });

async function served(image: ServedAs, signal: AbortSignal) {
  await using course = await openCourse(docker, storage, signal);
  return await readServed(course.client, image);
}

const containers = () => docker.listContainers({ all: true, filters: { volume: [volume] } });

test('puts there what is missing or of another recipe, skips what is there, leaves no container and no name', async ({
  signal,
}) => {
  const gold = ship([await buildShip('gold', signal), 'linux/amd64']);
  expect(await fill(gold, signal)).toEqual(['ship:1']);
  expect(await fill(gold, signal)).toEqual([]);
  const before = await served(gold, signal);

  const salt = ship([await buildShip('salt', signal), 'linux/amd64']);
  expect(await fill(salt, signal)).toEqual(['ship:1']);
  expect(await fill(salt, signal)).toEqual([]);
  const after = await served(salt, signal);
  expect(after?.digest).not.toBe(before?.digest);
  expect(after && isStandIn(after) && after.hasAllTags).toBe(true);

  const twins = [salt, { ...salt, reference: 'sister:1', repository: 'library/sister', tags: ['1'] }];
  const request = { ...storage, images: twins, signal, update: () => {} };
  expect(await fillRegistry(docker, request)).toEqual(['sister:1']);
  const boats = twins.map((twin) => ({ ...twin, tags: ['2'] }));
  expect(await fillRegistry(docker, { ...request, images: boats })).toEqual(['ship:1', 'sister:1']);

  expect(await containers()).toEqual([]);
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  expect(tags.filter((tag) => tag.includes('/library/ship:'))).toEqual([]);
});

test('images for several platforms are an index, from which an engine pulls its own', async ({ signal }) => {
  const image = ship([await buildShip('near', signal), 'linux/amd64'], [await buildShip('far', signal), 'linux/arm64']);
  expect(await fill(image, signal)).toEqual(['ship:1']);
  expect(await fill(image, signal)).toEqual([]);

  await using course = await openCourse(docker, storage, signal);
  const index = await course.client.manifest('library/ship', '1');
  expect(JSON.parse(index?.bytes.toString() ?? '')).toMatchObject({
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { platform: { os: 'linux', architecture: 'amd64' } },
      { platform: { os: 'linux', architecture: 'arm64' } },
    ],
  });
  const pulled = async (platform: string) => {
    const name = `${course.address}/library/ship`;
    const stream = await docker.createImage({ fromImage: name, tag: 'latest', platform });
    await new Promise((done, failed) =>
      docker.modem.followProgress(stream, (error) => (error ? failed(error) : done(undefined))),
    );
    const { Architecture, Config, RootFS } = await docker.getImage(`${name}:latest`).inspect();
    await docker.getImage(`${name}:latest`).remove();
    return { Architecture, recipe: Config.Labels?.['drydock.stand-in.recipe'], layers: RootFS.Layers };
  };
  const { RootFS } = await docker.getImage(image.builds[0]!.tag).inspect();
  expect(await pulled('linux/amd64')).toEqual({
    Architecture: 'amd64',
    recipe: image.builds[0]?.tag,
    layers: RootFS.Layers,
  });
  expect(await pulled('linux/arm64')).toMatchObject({ Architecture: 'arm64', recipe: image.builds[1]?.tag });
});

test('an image that is not there is a sentence, and the container goes all the same', async ({ signal }) => {
  const image = ship([`${repository}:missing`, 'linux/amd64']);
  await expect(fill(image, signal)).rejects.toThrow(/^Stopped while filling the course registry: .*No such image/);
  expect(await containers()).toEqual([]);
});
