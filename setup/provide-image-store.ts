import type Docker from 'dockerode';
import { type DockerRole, roleLabel } from '../server/domain/docker-names.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { readCgroupSetup } from '../server/sandbox/cgroup-setup.ts';
import { imageStorePath, learnerUid } from '../server/sandbox/learner.ts';
import { MultiplexedStream } from '../server/sandbox/multiplexed-stream.ts';
import { seccompProfile } from '../server/sandbox/seccomp-profile.ts';
import { hashStrings } from './folder-hash.ts';
import { setupError } from './setup-error.ts';

export interface ImageStoreRequest {
  /** The volume's name. */
  readonly name: string;
  readonly sandboxImage: string;
  readonly gatewayImage: string;
  /** The course registry's storage, which has the images. */
  readonly registryVolume: string;
  /** What to pull, as a learner would write it: `nginx:1.26`. */
  readonly images: readonly string[];
  readonly signal: AbortSignal;
}

/** `images/sandbox/bin/make-image-store` writes it when all the rest is on the disk. */
const COMPLETE = `${imageStorePath}/complete`;

/** Some ten seconds for a course of 200 MB; a slow disk takes longer. */
const MAKE_TIMEOUT_MS = 600_000;

/** Of what the store's maker printed, for the message of an error. */
const LOG_LINES = 10;

// Enough that two stores never meet by chance, and short enough to read.
const NAME_HEX_DIGITS = 12;

/** The store for these images, each as `name:tag=id`. Another sandbox image may lay it out another way, so that is another store. */
export function imageStoreName(sandboxImage: string, images: readonly string[]): string {
  return `drydock-image-store-${hashStrings([sandboxImage, ...images]).slice(0, NAME_HEX_DIGITS)}`;
}

/**
 * Makes the volume that all sandboxes read the course's images from, unless it is there and complete. An engine on a closed network pulls them from
 * the course registry: only of what was pulled does a later pull find the layers. All but the volume goes, whatever happens.
 */
export async function provideImageStore(docker: Docker, request: ImageStoreRequest): Promise<void> {
  const { name, signal } = request;
  signal.throwIfAborted();
  try {
    if (await isComplete(docker, request)) return;
    await removeTools(docker, name);
    try {
      await docker.createVolume({ Name: name, Labels: labels('store') });
      await docker.createNetwork({ Name: name, Labels: labels('fill'), Internal: true, CheckDuplicate: true });
      await make(docker, request, await startRegistry(docker, request));
    } finally {
      await removeTools(docker, name);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('making the image store', error);
  }
}

function labels(role: DockerRole): Record<string, string> {
  return { [roleLabel]: role };
}

/** Also what was left when a set-up was killed. */
async function removeTools(docker: Docker, name: string): Promise<void> {
  for (const tool of ['maker', 'registry']) {
    await unlessMissing(docker.getContainer(`${name}-${tool}`).remove({ force: true, v: true }));
  }
  await unlessMissing(docker.getNetwork(name).remove());
}

async function isComplete(docker: Docker, { name, sandboxImage, signal }: ImageStoreRequest): Promise<boolean> {
  if (!(await unlessMissing(docker.getVolume(name).inspect()))) return false;
  const container = await docker.createContainer({
    Image: sandboxImage,
    Entrypoint: ['test', '-e', COMPLETE],
    User: '0:0',
    Labels: labels('fill'),
    HostConfig: {
      Mounts: [{ Type: 'volume', Source: name, Target: imageStorePath, ReadOnly: true }],
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: ['DAC_READ_SEARCH'],
      SecurityOpt: ['no-new-privileges'],
    },
  });
  try {
    await container.start({ abortSignal: signal });
    const { StatusCode } = await container.wait({ abortSignal: signal });
    return StatusCode === 0;
  } finally {
    await container.remove({ force: true });
  }
}

/** Resolves with the registry's address on the store's network. */
async function startRegistry(docker: Docker, request: ImageStoreRequest): Promise<string> {
  const { name, gatewayImage, registryVolume } = request;
  const registry = await docker.createContainer({
    Image: gatewayImage,
    Entrypoint: ['docker-registry'],
    Cmd: ['serve', '/etc/docker/registry/course.yml'],
    Env: ['REGISTRY_HTTP_ADDR=:5000'],
    name: `${name}-registry`,
    Labels: labels('fill'),
    HostConfig: {
      Binds: [`${registryVolume}:/var/lib/registry:ro`],
      NetworkMode: name,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
  });
  await registry.start();
  const { NetworkSettings, State } = await registry.inspect();
  const address = NetworkSettings.Networks[name]?.IPAddress;
  if (!address) throw new Error(`The registry's container ended with exit code ${State.ExitCode}.`);
  return address;
}

async function make(docker: Docker, request: ImageStoreRequest, registryAddress: string): Promise<void> {
  const { name, sandboxImage, images, signal } = request;
  const { hasAppArmor } = await readCgroupSetup(docker);
  const maker = await docker.createContainer({
    Image: sandboxImage,
    Entrypoint: ['/usr/local/lib/drydock/make-image-store'],
    Cmd: [...images],
    User: `${learnerUid}:${learnerUid}`,
    name: `${name}-maker`,
    Labels: labels('fill'),
    HostConfig: {
      Mounts: [{ Type: 'volume', Source: name, Target: imageStorePath }],
      NetworkMode: name,
      ExtraHosts: [`registry:${registryAddress}`],
      Init: true,
      ReadonlyRootfs: true,
      Tmpfs: { '/run': 'rw,nosuid,nodev,mode=755', '/tmp': 'rw,nosuid,nodev,noexec,mode=1777' },
      CapDrop: ['ALL'],
      // As in a sandbox: newuidmap and newgidmap map the learner's subordinate ids.
      CapAdd: ['SETUID', 'SETGID'],
      UsernsMode: 'host',
      // The host's own profile stops user namespaces; what runs is ours alone.
      SecurityOpt: [`seccomp=${JSON.stringify(seccompProfile)}`, ...(hasAppArmor ? ['apparmor=unconfined'] : [])],
    },
  });
  const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(MAKE_TIMEOUT_MS)]);
  await maker.start({ abortSignal });
  const { StatusCode } = await maker.wait({ abortSignal });
  if (StatusCode === 0) return;
  const log = text(await maker.logs({ stdout: true, stderr: true, tail: LOG_LINES, abortSignal }));
  throw setupError(
    'making the image store',
    new Error(`its maker ended with exit code ${StatusCode}.`),
    log.split('\n'),
  );
}

function text(log: Buffer): string {
  return [...new MultiplexedStream().feed(log)]
    .map(({ bytes }) => bytes.toString())
    .join('')
    .trimEnd();
}
