import { randomBytes } from 'node:crypto';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { gatewayName, networkName } from '../domain/docker-names.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId, shell } from '../sandbox/sandbox-host-contract.ts';
import { patience, within } from '../test-patience.ts';
import { createDockerCourseRegistry } from './docker-course-registry.ts';
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

/** Puts an image of the host engine into the registry's volume, as set-up does. */
async function push(image: string, name: string): Promise<void> {
  const fill = await docker.createContainer({
    Image: images.gateway,
    Cmd: ['docker-registry', 'serve', '/etc/docker/registry/fill.yml'],
    ExposedPorts: { '5000/tcp': {} },
    HostConfig: {
      Binds: [`${volume}:/var/lib/registry`],
      PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
    },
  });
  try {
    await fill.start();
    const { NetworkSettings } = await fill.inspect();
    const port = NetworkSettings.Ports['5000/tcp']?.[0]?.HostPort;
    const untilItAnswers = 'until busybox wget -q -O /dev/null http://127.0.0.1:5000/v2/; do sleep 0.05; done';
    await runInContainer(fill, ['sh', '-c', untilItAnswers], signal());
    const [repository = '', tag = ''] = name.split(':');
    const pushed = `127.0.0.1:${port}/library/${repository}`;
    await docker.getImage(image).tag({ repo: pushed, tag });
    const reference = docker.getImage(`${pushed}:${tag}`);
    const progress = await reference.push({ authconfig: { username: '', password: '' } });
    await new Promise((resolve, reject) =>
      docker.modem.followProgress(progress, (error, rows) => {
        const failed = rows?.find((row: { error?: string }) => row.error);
        return error || failed ? reject(error ?? new Error(failed.error)) : resolve(undefined);
      }),
    );
    await reference.remove();
  } finally {
    await fill.remove({ force: true });
  }
}

beforeAll(async () => {
  await docker.createVolume({ Name: volume });
  await push(images.busybox, 'busybox:1.37');
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
  expect(said).toMatch(/no such host|not found/);
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
