import type Docker from 'dockerode';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { followEngine } from './engine-events.ts';
import type { Update } from './progress.ts';
import { registryAnswers, registryHas } from './registry-content.ts';
import { setupError } from './setup-error.ts';

/** An image of the host engine, and where the course registry serves it. */
export interface LocalImage {
  readonly localTag: string;
  /** In the course registry: `library/nginx`, which a mirror is asked for when a learner writes `nginx`. */
  readonly repository: string;
  readonly tag: string;
  /** As a learner writes it. */
  readonly reference: string;
}

export interface FillRequest {
  readonly volume: string;
  readonly gatewayImage: string;
  readonly images: readonly LocalImage[];
  readonly signal: AbortSignal;
  readonly update: Update;
}

const REGISTRY_PORT = '5000/tcp';
// The registry holds no state that a clean stop would save.
const STOP_SECONDS = 1;

/**
 * Makes the course registry's storage serve these images, by a short-lived registry on it that takes pushes from this machine only.
 * Returns the references that were pushed; what is there already is not pushed again. The container goes whatever happens.
 */
export async function fillRegistry(docker: Docker, request: FillRequest): Promise<readonly string[]> {
  const { signal, images, update } = request;
  signal.throwIfAborted();
  const pushed: string[] = [];
  let container: Docker.Container | undefined;
  try {
    container = await createFillContainer(docker, request);
    await container.start();
    const address = await publishedAddress(container);
    await registryAnswers(address, signal);
    for (const [index, image] of images.entries()) {
      const { reference } = image;
      const count = `${index + 1} of ${images.length}: ${reference}`;
      update(count);
      const { Id: id } = await docker.getImage(image.localTag).inspect();
      const served = { name: image.repository, tag: image.tag, id };
      if (await registryHas(address, served, signal)) continue;
      await push(docker, address, image, signal, (detail) => update(`${count} ${detail}`));
      pushed.push(reference);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('filling the course registry', error);
  } finally {
    await container?.stop({ t: STOP_SECONDS }).catch(() => {});
    await container?.remove({ force: true });
  }
  return pushed;
}

async function createFillContainer(docker: Docker, request: FillRequest): Promise<Docker.Container> {
  const name = `${request.volume}-fill`;
  // One that was left when a set-up was killed would go on taking pushes.
  await unlessMissing(docker.getContainer(name).remove({ force: true }));
  await docker.createVolume({ Name: request.volume, Labels: { 'drydock.role': 'registry' } });
  return docker.createContainer({
    Image: request.gatewayImage,
    Entrypoint: ['docker-registry'],
    Cmd: ['serve', '/etc/docker/registry/fill.yml'],
    name,
    Labels: { 'drydock.role': 'fill' },
    ExposedPorts: { [REGISTRY_PORT]: {} },
    HostConfig: {
      Mounts: [{ Type: 'volume', Source: request.volume, Target: '/var/lib/registry' }],
      // An empty port lets the engine choose a free one. Engines push without TLS to loopback only.
      PortBindings: { [REGISTRY_PORT]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
  });
}

async function publishedAddress(container: Docker.Container): Promise<string> {
  const { NetworkSettings, State } = await container.inspect();
  const port = NetworkSettings.Ports[REGISTRY_PORT]?.[0]?.HostPort;
  if (port === undefined) throw new Error(`The registry's container ended with exit code ${State.ExitCode}.`);
  return `127.0.0.1:${port}`;
}

async function push(
  docker: Docker,
  address: string,
  image: LocalImage,
  signal: AbortSignal,
  update: Update,
): Promise<void> {
  const repo = `${address}/${image.repository}`;
  await docker.getImage(image.localTag).tag({ repo, tag: image.tag });
  const target = docker.getImage(`${repo}:${image.tag}`);
  try {
    // The engine refuses a push without credentials, though this registry asks for none.
    const stream = await target.push({
      authconfig: { username: '', password: '', serveraddress: '' },
      abortSignal: signal,
    });
    await followEngine(stream, signal, ({ id, status }) => {
      if (id !== undefined) update(`${id} ${status ?? ''}`);
    });
  } finally {
    // Only the name goes: the image stays under its own tag.
    await target.remove();
  }
}
