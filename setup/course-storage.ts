import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { roleLabel } from '../server/domain/docker-names.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { runInContainer } from '../server/registry/run-in-container.ts';
import { MultiplexedStream } from '../server/sandbox/multiplexed-stream.ts';
import { createRegistryClient, type RegistryClient, registryAnswers } from './registry-content.ts';

export interface CourseStorage {
  /** The volume that the course registry serves. */
  readonly volume: string;
  readonly gatewayImage: string;
}

/** A registry that serves a part of the storage to this machine only, and goes with its disposal. */
export interface StorageRegistry extends AsyncDisposable {
  /** host:port */
  readonly address: string;
  readonly client: RegistryClient;
}

/** Where images are made ready, beside what is served and on the same disk. What is in it outlives an interruption. */
export interface DraftRegistry extends StorageRegistry {
  /** Serves finished images: see `course-place.sh`. */
  place(steps: readonly string[]): Promise<void>;
  /** What the registry noted last, which has the cause where a client is only told that something failed. */
  log(): Promise<readonly string[]>;
}

const STORAGE = '/var/lib/registry';
const DRAFT = `${STORAGE}/draft`;
/** The tags of engines' images begin with it while they are pushed into a draft. */
export const DRAFT_TAG = 'drydock-draft';

const REGISTRY_PORT = '5000/tcp';

/** One that was left by a set-up that was killed ends by itself. A file is written within the first, a course copied over a slow line within the second. */
const READ_SECONDS = 3600;
const DRAFT_SECONDS = 12 * 3600;

/** Linking one image's files. */
const PLACE_MS = 120_000;
const LOG_LINES = 10;
/** A client that looks for what it need not send. */
const NOT_FOUND = 'http.response.status=404';

/** What the course registry serves, to be read. */
export function openCourse(docker: Docker, storage: CourseStorage, signal: AbortSignal): Promise<StorageRegistry> {
  return open(docker, storage, { isDraft: false }, signal);
}

/** The draft. Another that is open on the same volume, or was left, is closed. */
export async function openDraft(docker: Docker, storage: CourseStorage, signal: AbortSignal): Promise<DraftRegistry> {
  const script = await readFile(join(import.meta.dirname, 'course-place.sh'), 'utf8');
  const { container, ...registry } = await open(docker, storage, { isDraft: true }, signal);
  return {
    ...registry,
    async place(steps) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(PLACE_MS)]);
      const { exitCode, output } = await runInContainer(container, ['bash', '-c', script, 'place', ...steps], limit);
      if (exitCode !== 0) throw new Error(`Placing an image ended with exit code ${exitCode}: ${output}`);
    },
    async log() {
      const log = await container.logs({ stdout: true, stderr: true, tail: LOG_LINES });
      const parts = [...new MultiplexedStream().feed(log)];
      const lines = parts.map(({ bytes }) => bytes.toString()).join('');
      return lines
        .split('\n')
        .filter((line) => line !== '' && !line.includes(NOT_FOUND))
        .map((line) => /err\.detail="(?<cause>[^"]*)"/.exec(line)?.groups?.['cause'] ?? line);
    },
  };
}

async function open(docker: Docker, storage: CourseStorage, { isDraft }: { isDraft: boolean }, signal: AbortSignal) {
  const { volume, gatewayImage } = storage;
  signal.throwIfAborted();
  const name = `${volume}-fill`;
  if (isDraft) await removeLeft(docker, volume, name);
  await docker.createVolume({ Name: volume, Labels: { [roleLabel]: 'registry' } });
  const container = await docker.createContainer({
    Image: gatewayImage,
    Entrypoint: ['timeout', '--kill-after=1', String(isDraft ? DRAFT_SECONDS : READ_SECONDS), 'docker-registry'],
    Cmd: ['serve', '/etc/docker/registry/fill.yml'],
    ...(isDraft ? { name, Env: [`REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY=${DRAFT}`] } : {}),
    Labels: { [roleLabel]: 'fill' },
    ExposedPorts: { [REGISTRY_PORT]: {} },
    HostConfig: {
      Mounts: [{ Type: 'volume', Source: volume, Target: STORAGE, ReadOnly: !isDraft }],
      // An empty port lets the engine choose a free one. Engines push without TLS to loopback only.
      PortBindings: { [REGISTRY_PORT]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
  });
  try {
    await container.start();
    const { NetworkSettings, State } = await container.inspect();
    const port = NetworkSettings.Ports[REGISTRY_PORT]?.[0]?.HostPort;
    if (port === undefined) throw new Error(`The registry's container ended with exit code ${State.ExitCode}.`);
    const address = `127.0.0.1:${port}`;
    await registryAnswers(address, signal);
    return {
      container,
      address,
      client: createRegistryClient(address, signal),
      [Symbol.asyncDispose]: () => removed(container),
    };
  } catch (error) {
    await removed(container);
    throw error;
  }
}

/** What set-ups that were killed have left: the volume's last draft, whatever has ended since, and names of images. */
async function removeLeft(docker: Docker, volume: string, name: string): Promise<void> {
  const filters = { volume: [volume], label: [`${roleLabel}=fill`], status: ['exited'] };
  const ended = await docker.listContainers({ all: true, filters });
  for (const id of [name, ...ended.map(({ Id }) => Id)]) {
    await unlessMissing(docker.getContainer(id).remove({ force: true }));
  }
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  for (const tag of tags.filter((of) => of.startsWith('127.0.0.1:') && of.includes(`:${DRAFT_TAG}-`))) {
    await unlessMissing(docker.getImage(tag).remove());
  }
}

/** It holds no state that a clean stop would save. */
async function removed(container: Docker.Container): Promise<void> {
  await unlessMissing(container.remove({ force: true }));
}
