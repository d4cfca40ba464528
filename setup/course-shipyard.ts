import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { type CourseImage, IMAGES, type Platform } from '../images/catalog.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { buildImage } from './build-image.ts';
import { readServed, type ServedImage } from './course-content.ts';
import type { CourseTarget } from './course-images.ts';
import { type CourseStorage, openCourse } from './course-storage.ts';
import { fillRegistry } from './fill-registry.ts';

/** For tests: builds small images that run, and keeps them in registries' volumes of their own. What it made goes with its disposal. */
export interface Shipyard extends AsyncDisposable {
  /** Of one or more layers, each with so many random bytes. Resolves with its tag on the engine. */
  build(name: string, ...layerBytes: readonly number[]): Promise<string>;
  /** As the catalogue would name it. */
  target(tags: Readonly<Partial<Record<Platform, string>>>, image?: Partial<CourseImage>): CourseTarget;
  /** A new volume; `size` makes it a disk of its own, held until the disposal. */
  storage(size?: string): Promise<CourseStorage>;
  fill(storage: CourseStorage, target: CourseTarget): Promise<ServedImage>;
  served(storage: CourseStorage, target: CourseTarget): Promise<ServedImage | undefined>;
  /** Runs a shell command on the registry's files. */
  onFiles(storage: CourseStorage, command: string): Promise<string>;
  /** Pulls an image by its digest from what the volume serves, as any engine would, and runs it. */
  pullAndRun(storage: CourseStorage, target: CourseTarget, digest: string): Promise<string>;
}

export function createShipyard(
  docker: Docker,
  { busybox, gateway, signal }: { busybox: string; gateway: string; signal: () => AbortSignal },
): Shipyard {
  const id = randomBytes(4).toString('hex');
  const made = new AsyncDisposableStack();
  const [recipe] = IMAGES;
  if (!recipe) throw new Error('The catalogue is empty.');
  let count = 0;

  async function run(options: Docker.ContainerCreateOptions): Promise<string> {
    const container = await docker.createContainer({ ...options, Tty: true });
    try {
      await container.start();
      await container.wait();
      return (await container.logs({ stdout: true, stderr: true })).toString().replaceAll('\r\n', '\n').trim();
    } finally {
      await container.remove({ force: true, v: true });
    }
  }

  const read = async (storage: CourseStorage, target: CourseTarget) => {
    await using course = await openCourse(docker, storage, signal());
    return await readServed(course.client, target);
  };

  return {
    async build(name, ...layerBytes) {
      const folder = await mkdtemp(join(tmpdir(), 'drydock-ship-'));
      try {
        const copies = await Promise.all(
          layerBytes.map(async (bytes, index) => {
            await writeFile(join(folder, `cargo${index}`), randomBytes(bytes));
            return `COPY cargo${index} /\n`;
          }),
        );
        const dockerfile = `FROM ${busybox}\nLABEL drydock.stand-in=\n${copies.join('')}CMD ["echo", "${name}"]\n`;
        await writeFile(join(folder, 'Dockerfile'), dockerfile);
        const tag = `drydock-test-${id}/ship:${name}`;
        const request = { title: 'a ship', tag, folder, dockerfile: 'Dockerfile', args: {} };
        await buildImage(docker, { ...request, signal: signal(), update: () => {} });
        made.defer(async () => {
          await unlessMissing(docker.getImage(tag).remove({ force: true }));
        });
        return tag;
      } finally {
        await rm(folder, { recursive: true });
      }
    },

    target(tags, image = {}) {
      const builds = Object.entries(tags).map(([platform, tag]) => ({
        recipe,
        title: tag,
        tag,
        args: {},
        platform: platform as Platform,
      }));
      const [first = 'linux/amd64', ...others] = builds.map(({ platform }) => platform);
      return {
        image: {
          host: 'docker.io',
          repository: 'library/ship',
          tags: ['1', 'latest'],
          purpose: 'A ship',
          platforms: [first, ...others],
          ...image,
        },
        reference: 'ship:1',
        repository: 'library/ship',
        tags: ['1', 'latest'],
        builds,
      };
    },

    async storage(size) {
      const volume = `drydock-test-${id}-${++count}`;
      made.defer(async () => {
        await unlessMissing(docker.getVolume(volume).remove());
      });
      if (size !== undefined) {
        const DriverOpts = { type: 'tmpfs', device: 'tmpfs', o: `size=${size}` };
        await docker.createVolume({ Name: volume, Driver: 'local', DriverOpts });
        const Binds = [`${volume}:/disk`];
        const holder = await docker.createContainer({
          Image: busybox,
          Cmd: ['sleep', '600'],
          HostConfig: { Init: true, Binds },
        });
        made.defer(async () => {
          await holder.remove({ force: true });
        });
        await holder.start();
      }
      return { volume, gatewayImage: gateway };
    },

    async fill(storage, target) {
      await fillRegistry(docker, {
        ...storage,
        images: [target],
        replaceCopies: true,
        signal: signal(),
        update: () => {},
      });
      const image = await read(storage, target);
      if (!image) throw new Error('The registry does not serve what it was filled with.');
      return image;
    },

    served: read,

    onFiles: (storage, command) =>
      run({
        Image: busybox,
        Cmd: ['sh', '-c', `cd /var/lib/registry && ${command}`],
        HostConfig: { Binds: [`${storage.volume}:/var/lib/registry`] },
      }),

    async pullAndRun(storage, target, digest) {
      await using course = await openCourse(docker, storage, signal());
      const name = `${course.address}/${target.repository}@${digest}`;
      const stream = await docker.pull(name);
      await new Promise((done, failed) =>
        docker.modem.followProgress(stream, (error) => (error ? failed(error) : done(undefined))),
      );
      try {
        return await run({ Image: name });
      } finally {
        await docker.getImage(name).remove();
      }
    },

    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
}
