import { randomBytes } from 'node:crypto';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { gatewayName, networkName } from '../domain/docker-names.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId, shell } from '../sandbox/sandbox-host-contract.ts';
import { patience, within } from '../test-patience.ts';
import { pushToCourseVolume } from './course-volume.ts';
import { createDockerCourseRegistry } from './docker-course-registry.ts';
import { networkNames } from './network-names.ts';
import { runInContainer } from './run-in-container.ts';

const docker = new Docker();
const images = inject('images');
const installation = randomBytes(4).toString('hex');
const volume = `drydock-${installation}-registry`;
const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume });
const signal = () => within(20_000);

let network: SandboxNetwork;
let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;

beforeAll(async () => {
  await docker.createVolume({ Name: volume });
  const busybox = { gatewayImage: images.gateway, volume, image: images.busybox, name: 'busybox:1.37' };
  await pushToCourseVolume(docker, busybox, signal());
  network = await registry.start(signal());
  harness = await createDockerSandboxHarness(images, { installation, network });
  sandbox = await harness.host.open(newSandboxId(), signal());
});

afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await registry.remove(signal());
  await expect(docker.getNetwork(networkName(installation)).inspect()).rejects.toThrow('404');
  await docker.getVolume(volume).remove();
});

test('it answers when it has started, and starting it again changes nothing', async () => {
  await expect(registry.probe(signal())).resolves.toBeUndefined();
  const gateway = docker.getContainer(gatewayName(installation));
  const before = (await gateway.inspect()).Id;
  expect(await registry.start(signal())).toEqual(network);
  expect((await gateway.inspect()).Id).toBe(before);
});

test('a sandbox pulls a course image under its usual name', async () => {
  expect(await shell(sandbox, 'docker pull busybox:1.37')).toContain('Downloaded newer image for busybox:1.37');
  expect(await shell(sandbox, 'docker run --rm busybox:1.37 echo it runs')).toBe('it runs');
});

test('an image that the course does not have is refused within three seconds, with the reason', async () => {
  await shell(sandbox, 'docker version');
  const from = performance.now();
  const said = await shell(sandbox, 'docker pull no-such-image:1');
  expect(performance.now() - from).toBeLessThan(3_000 * patience);
  expect(said).toContain('no-such-image:1 is not among this course’s images');
});

test('a build names course images as ever, and the network is closed to its steps too', async () => {
  const build = `mkdir -p b && cd b && printf 'FROM busybox:1.37\\nRUN ! wget -T 5 http://example.org/\\n' > Dockerfile
    docker build -q -t built . && docker image inspect -f '{{index .RepoTags 0}}' built`;
  expect(await shell(sandbox, build)).toMatch(/built:latest$/);
});

test('no sandbox writes to the registry', async () => {
  const status = await shell(
    sandbox,
    `curl -s -o /dev/null -w '%{http_code}' -X POST registry:5000/v2/x/blobs/uploads/`,
  );
  expect(status).toBe('405');
});

test('names that are not the registry’s do not exist, at once', async () => {
  const from = performance.now();
  expect(await shell(sandbox, 'curl -sS http://example.org/')).toContain('Could not resolve host');
  expect(performance.now() - from).toBeLessThan(2_000 * patience);
});

test('a gateway that was removed comes back by another start', async () => {
  await docker.getContainer(gatewayName(installation)).remove({ force: true });
  await expect(registry.probe(signal())).rejects.toThrow('not running');
  await registry.start(signal());
  expect(await shell(sandbox, 'curl -s registry:5000/v2/')).toBe('{}');
});

test('a gateway that was removed, and a packet filter that was emptied, are mended', async () => {
  const gateway = docker.getContainer(gatewayName(installation));
  const { bridge } = networkNames(installation, 'registry-only');
  const rules = async () =>
    (await runInContainer(gateway, ['sh', '-c', 'iptables-save; iptables-legacy-save'], signal())).output;
  await gateway.remove({ force: true });
  await registry.mend(signal());
  expect(await shell(sandbox, 'curl -s registry:5000/v2/')).toBe('{}');
  const before = await rules();
  expect(before).toContain(bridge);

  await runInContainer(gateway, ['packet-filter', 'remove', bridge], signal());
  expect(await rules()).not.toContain(`-A INPUT -i ${bridge} `);
  await registry.mend(signal());
  expect(await rules()).toContain(`-A INPUT -i ${bridge} `);
});

test('a program of the host’s on the port of TLS is neither in the registry’s way nor reached', async () => {
  const program = await docker.createContainer({
    Image: images.gateway,
    Entrypoint: [
      'sh',
      '-c',
      'mkdir /tmp/site && echo the host > /tmp/site/index.html && exec busybox httpd -f -p 443 -h /tmp/site',
    ],
    HostConfig: { Init: true, NetworkMode: 'host' },
  });
  await docker.getContainer(gatewayName(installation)).remove({ force: true });
  try {
    await program.start();
    await registry.start(signal());
    const code = 'curl -s -o /dev/null -w "%{http_code}"';
    expect(await shell(sandbox, `${code} https://registry.internal/v2/`)).toBe('401');
    expect(await shell(sandbox, `curl -s -m 5 http://${network.gatewayAddress}:443/`)).not.toContain('the host');
  } finally {
    await program.remove({ force: true });
  }
});
