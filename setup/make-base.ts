import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { buildFromFile } from './build-image.ts';
import { followEngine } from './engine-events.ts';
import type { Update } from './progress.ts';
import { runCommand } from './run-command.ts';
import { SetupError, setupError } from './setup-error.ts';

/**
 * How the base is made of Debian's packages. Manuals, documents and translations stay out, now and in what is installed on it later; apt keeps no caches.
 * Part of the base's tag: another recipe is another image.
 */
export const MMDEBSTRAP_ARGUMENTS = [
  '--variant=minbase',
  '--format=tar',
  // The engine makes /dev itself, and a rootless engine could not unpack device files.
  '--skip=output/dev',
  '--dpkgopt=path-exclude=/usr/share/man/*',
  '--dpkgopt=path-exclude=/usr/share/info/*',
  '--dpkgopt=path-exclude=/usr/share/locale/*',
  '--dpkgopt=path-exclude=/usr/share/doc/*',
  '--dpkgopt=path-include=/usr/share/doc/*/copyright',
  '--aptopt=Acquire::Languages "none"',
  '--aptopt=Dir::Cache::pkgcache ""',
  '--aptopt=Dir::Cache::srcpkgcache ""',
  '--aptopt=DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; }',
  '--customize-hook=rm -f "$1"/var/cache/debconf/*-old "$1"/var/log/*.log "$1"/etc/resolv.conf && echo localhost > "$1"/etc/hostname',
  'trixie',
] as const;

const ROOTFS = 'rootfs.tar';
const DOCKERFILE = `FROM scratch\nADD ${ROOTFS} /\nCMD ["bash"]\n`;

/** The public image that does where mmdebstrap can't be had. */
const PUBLIC_BASE = { fromImage: 'debian', tag: 'trixie-slim' };

interface BaseRequest {
  readonly tag: string;
  readonly signal: AbortSignal;
  readonly update: Update;
}

/** Makes the base from Debian's packages, through a file of some 80 MB in the system's folder for temporary files. */
export async function makeBase(docker: Docker, request: BaseRequest): Promise<void> {
  const { tag, signal, update } = request;
  const folder = await mkdtemp(join(tmpdir(), 'drydock-base-'));
  try {
    const file = join(folder, ROOTFS);
    await runCommand('mmdebstrap', [...MMDEBSTRAP_ARGUMENTS, file], {
      doing: 'making the base image of Debian packages',
      signal,
      onLine: (line) => update(line.replace(/^I: /, '')),
    });
    update('loading it into the engine');
    await buildFromFile(
      docker,
      { dockerfile: DOCKERFILE, file, name: ROOTFS },
      { title: 'the base image', ...request },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  update(`${tag} made`);
}

/** Pulls the public image instead, for systems without Debian's tools. */
export async function pullBase(docker: Docker, { tag, signal, update }: BaseRequest): Promise<void> {
  const name = `${PUBLIC_BASE.fromImage}:${PUBLIC_BASE.tag}`;
  try {
    const stream = await docker.createImage({ ...PUBLIC_BASE, abortSignal: signal });
    await followEngine(stream, signal, ({ id, status }) => update([id, status].filter(Boolean).join(' ')));
    const [repo = '', hash = ''] = tag.split(':');
    await docker.getImage(name).tag({ repo, tag: hash });
  } catch (error) {
    signal.throwIfAborted();
    const { message } = setupError(`pulling ${name}`, error);
    throw new SetupError(
      `${message} The image can also be made here without an image registry: on Debian and Ubuntu, \`sudo apt-get install mmdebstrap debian-archive-keyring\` first.`,
      { cause: error },
    );
  }
}
