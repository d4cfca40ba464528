import { randomBytes } from 'node:crypto';
import Docker, { type Container } from 'dockerode';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { gatewayName } from '../domain/docker-names.ts';
import { unlessMissing } from '../domain/engine-errors.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import { newSandboxId, shell } from '../sandbox/sandbox-host-contract.ts';
import { within } from '../test-patience.ts';
import { pushToCourseVolume } from './course-volume.ts';
import { createDockerCourseRegistry, type DockerCourseRegistry } from './docker-course-registry.ts';

const docker = new Docker();
const images = inject('images');
const installation = randomBytes(4).toString('hex');
const volume = `drydock-${installation}-registry`;
/** The public registry’s, which has an image that the course lacks, and another under a name of the course’s. */
const publicVolume = `drydock-${installation}-public`;
const signal = () => within(60_000);

let upstream: Container;
let upstreamPort: number;
let registry: DockerCourseRegistry;
let harness: DockerSandboxHarness;

/** Each has an engine that has not seen any manifest yet. */
const inNewSandbox = async (line: string) => shell(await harness.host.open(newSandboxId(), signal()), line);

const pull = (reference: string) =>
  inNewSandbox(`docker pull -q ${reference} 2>&1 && docker inspect --format '{{index .RepoDigests 0}}' ${reference}`);

beforeAll(async () => {
  for (const Name of [volume, publicVolume]) await docker.createVolume({ Name });
  const image = { gatewayImage: images.gateway, image: images.busybox };
  await pushToCourseVolume(docker, { ...image, volume, name: 'busybox:1.37' }, signal());
  await pushToCourseVolume(docker, { ...image, volume: publicVolume, name: 'ship:1' }, signal());
  await pushToCourseVolume(
    docker,
    { ...image, image: images.keeper, volume: publicVolume, name: 'busybox:1.37' },
    signal(),
  );
  upstream = await docker.createContainer({
    Image: images.gateway,
    Cmd: ['docker-registry', 'serve', '/etc/docker/registry/fill.yml'],
    ExposedPorts: { '5000/tcp': {} },
    HostConfig: {
      Binds: [`${publicVolume}:/var/lib/registry`],
      PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
    },
  });
  await upstream.start();
  upstreamPort = Number((await upstream.inspect()).NetworkSettings.Ports['5000/tcp']?.[0]?.HostPort);
  registry = createDockerCourseRegistry({
    docker,
    installation,
    image: images.gateway,
    volume,
    upstream: new URL(`http://127.0.0.1:${upstreamPort}`),
  });
  harness = await createDockerSandboxHarness(images, { installation, network: await registry.start(signal()) });
});

afterAll(async () => {
  await harness?.[Symbol.asyncDispose]();
  await registry?.remove(signal());
  await unlessMissing(upstream.remove({ force: true }));
  for (const name of [volume, publicVolume]) await docker.getVolume(name).remove();
});

test('an image of the course comes from it, whatever the public registry has under its name', async () => {
  const said = await pull('busybox:1.37');
  expect(said).toMatch(/busybox@sha256:[0-9a-f]{64}$/);
  expect(await registry.meter(signal())).toEqual({ servedHere: 1, wentUpstream: 0 });
  expect(await inNewSandbox('docker pull -q busybox:1.37; docker run --rm busybox:1.37 echo small')).toMatch(/small$/);
});

test('another is fetched once for all, on a closed network too', async () => {
  const before = await registry.meter(signal());
  const first = await pull('ship:1');
  expect(first).toMatch(/ship@sha256:[0-9a-f]{64}$/);
  expect(await registry.meter(signal())).toEqual({ ...before, wentUpstream: before.wentUpstream + 1 });
  expect(await pull('ship:1')).toBe(first);
  expect(await registry.meter(signal())).toEqual({
    servedHere: before.servedHere + 1,
    wentUpstream: before.wentUpstream + 1,
  });
});

test('what nobody has is said to be nowhere', async () => {
  expect(await pull('raft:1')).toContain(
    'raft:1 is not among this course’s images, and the public registry does not have it either. The course has busybox.',
  );
});

test('what was fetched stays without the public registry, and after a restart; the rest is said to be out of reach', async () => {
  const known = await pull('ship:1');
  await upstream.stop({ t: 0 });
  onTestFinished(() => upstream.start().then(() => {}));
  expect(await pull('ship:1')).toBe(known);
  const outOfReach = 'and the public registry can’t be reached from here at the moment.';
  expect(await pull('raft:2')).toContain(outOfReach);
  await docker.getContainer(gatewayName(installation)).remove({ force: true });
  await registry.start(signal());
  expect(await pull('ship:1')).toBe(known);
  expect(await pull('raft:2')).toContain(outOfReach);
});

/** As Docker Hub answers an address that has pulled enough. */
const LIMITED = `require('http').createServer((request, response) => {
  const headers = { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600', 'content-type': 'application/json' };
  const isLimited = request.url !== '/v2/' && request.method === 'GET';
  response.writeHead(isLimited ? 429 : 200, headers);
  response.end(isLimited ? '{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your pull rate limit."}]}' : '{}');
}).listen(5000)`;

test('the public limit is told, and a pull that it stops says so', async () => {
  const own = randomBytes(4).toString('hex');
  const hub = await docker.createContainer({
    Image: images.gateway,
    Cmd: ['node', '-e', LIMITED],
    ExposedPorts: { '5000/tcp': {} },
    HostConfig: { Init: true, PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
  });
  onTestFinished(() => hub.remove({ force: true }));
  await hub.start();
  const port = (await hub.inspect()).NetworkSettings.Ports['5000/tcp']?.[0]?.HostPort;
  const limited = createDockerCourseRegistry({
    docker,
    installation: own,
    image: images.gateway,
    volume,
    upstream: new URL(`http://127.0.0.1:${port}`),
  });
  onTestFinished(() => limited.remove(signal()));
  const network = await limited.start(signal());
  const publicLimit = { limit: 100, remaining: 0, windowSeconds: 21_600 };
  expect(await limited.meter(signal())).toEqual({ servedHere: 0, wentUpstream: 0, publicLimit });
  await using sandboxes = await createDockerSandboxHarness(images, { network });
  const sandbox = await sandboxes.host.open(newSandboxId(), signal());
  expect(await shell(sandbox, 'docker pull -q ship:1')).toContain(
    'ship:1 is not among this course’s images, and the public registry’s limit on pulls from here is used up for some hours.',
  );
  expect(await shell(sandbox, 'docker pull -q busybox:1.37')).toBe('docker.io/library/busybox:1.37');
});
