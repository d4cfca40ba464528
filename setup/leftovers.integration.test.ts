import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageTags } from './image-tags.ts';
import { findLeftovers, removeLeftovers } from './leftovers.ts';

// A label and a repository of this test's own: real ones would take what another test is using.
const NAME = `drydock-leftovers-${process.pid}`;
const LABEL = `drydock.test.${process.pid}`;

const docker = new Docker();
let image: string;

beforeAll(async () => {
  image = (await imageTags(join(import.meta.dirname, '..'))).get('busybox:1.37') ?? '';
  await docker.getImage(image).tag({ repo: `${NAME}/image`, tag: '1' });
  const labels = { [LABEL]: '' };
  await docker.createVolume({ Name: NAME, Labels: labels });
  await docker.createNetwork({ Name: NAME, Labels: labels, Internal: true });
  const container = await docker.createContainer({
    name: NAME,
    Image: image,
    Cmd: ['sleep', '600'],
    Labels: labels,
    HostConfig: { NetworkMode: NAME, Mounts: [{ Type: 'volume', Source: NAME, Target: '/data' }] },
  });
  await container.start();
});
afterAll(async () => removeLeftovers(docker, await find()));

const find = () =>
  findLeftovers(docker, { isOurs: (labels) => labels?.[LABEL] !== undefined, repositories: `${NAME}/` });

test('finds what carries the label, removes it while it runs, and nothing else', async () => {
  const found = await find();
  expect(found).toEqual({
    installations: [],
    containers: [NAME],
    networks: [NAME],
    volumes: [NAME],
    images: [`${NAME}/image:1`],
  });
  await removeLeftovers(docker, found);
  expect(await find()).toEqual({ installations: [], containers: [], networks: [], volumes: [], images: [] });
  await expect(docker.getImage(image).inspect()).resolves.toBeDefined();
  await removeLeftovers(docker, found);
});
