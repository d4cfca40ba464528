import { randomBytes } from 'node:crypto';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sandboxName } from '../server/domain/docker-names.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { createDockerCourseRegistry } from '../server/registry/docker-course-registry.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../server/sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../server/sandbox/port.ts';
import { newSandboxId, shell } from '../server/sandbox/sandbox-host-contract.ts';
import { fillRegistry } from './fill-registry.ts';
import { provideImageStore } from './provide-image-store.ts';

const docker = new Docker();
const images = inject('images');
const installation = randomBytes(4).toString('hex');
const registryVolume = `drydock-${installation}-registry`;
const store = `drydock-${installation}-store`;
const halfStore = `drydock-${installation}-half-store`;
const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume: registryVolume });
const signal = () => AbortSignal.timeout(60_000);

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;

const provide = (name: string, ...names: string[]) =>
  provideImageStore(docker, {
    name,
    sandboxImage: images.sandbox,
    gatewayImage: images.gateway,
    registryVolume,
    images: names,
    signal: signal(),
  });

const open = () => harness.host.open(newSandboxId(), signal());

/** As root of the engine's namespace: its files are not the learner's to read. */
const asEngine = (command: string) =>
  `nsenter --preserve-credentials -U -m -n -t "$(cat $XDG_RUNTIME_DIR/rootlesskit/child_pid)" sh -c '${command}'`;

beforeAll(async () => {
  await fillRegistry(docker, {
    volume: registryVolume,
    gatewayImage: images.gateway,
    images: [
      {
        reference: 'busybox:1.37',
        repository: 'library/busybox',
        tags: ['1.37'],
        builds: [{ tag: images.busybox, platform: 'linux/amd64' }],
      },
    ],
    signal: signal(),
    update: () => {},
  });
  await provide(store, 'busybox:1.37');
  const network = await registry.start(signal());
  harness = await createDockerSandboxHarness({ ...images, imageStore: store }, { installation, network });
  sandbox = await open();
});

afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await registry.remove(signal());
  for (const name of [registryVolume, store, halfStore]) await unlessMissing(docker.getVolume(name).remove());
});

test('a new sandbox has no image, and a pull finds every layer in the store', async () => {
  expect(await shell(sandbox, 'docker images -q')).toBe('');
  const said = await shell(sandbox, 'docker pull busybox:1.37');
  expect(said).toContain(': Already exists\n');
  expect(said).toContain('Downloaded newer image for busybox:1.37');
  expect(said).not.toContain('Pull complete');
  expect(await shell(sandbox, 'docker run --rm busybox:1.37 echo it runs')).toBe('it runs');
});

test('an image from the store is built from, committed, listed, saved and loaded as any', async () => {
  const work = `set -e; docker pull -q busybox:1.37; mkdir -p ship; cd ship
    printf 'FROM busybox:1.37\\nRUN echo gold > /cargo && rm /bin/vi\\n' > Dockerfile
    docker build -q -t ship . ; DOCKER_BUILDKIT=0 docker build -q -t classic .
    docker run --name crew busybox:1.37 touch /rope; docker diff crew; docker commit crew crew
    docker history -q busybox:1.37; docker system df; docker save -o all.tar busybox:1.37 ship crew
    docker rm crew; docker rmi -f ship classic crew busybox:1.37; docker load -i all.tar
    docker run --rm ship sh -c 'cat /cargo; [ -e /bin/vi ] || echo no vi'; docker run --rm crew ls /rope`;
  const said = await shell(sandbox, work);
  expect(said).toMatch(/A \/rope\n/);
  expect(said).toMatch(/Loaded image: ship:latest\n[\s\S]*gold\nno vi\n\/rope/);
});

test('a layer on top of the store’s holds what was changed, and no more', async () => {
  const work = `set -e; mkdir -p thin; cd thin
    printf 'FROM busybox:1.37\\nWORKDIR /www\\nRUN echo 12345 > five\\n' > Dockerfile
    docker build -q -t thin . > /dev/null 2>&1
    docker history --human=false --format '{{.Size}}' thin | head -2
    docker create --name still thin > /dev/null; docker diff still | wc -l; docker rm still > /dev/null
    DOCKER_BUILDKIT=0 docker build -q --no-cache -t thin . > /dev/null 2>&1
    docker history --human=false --format '{{.Size}}' thin | head -2`;
  // The five figures and the end of their line; a folder takes no room.
  expect(await shell(sandbox, work)).toBe('6\n0\n0\n6\n0');
});

test('an image that was removed is downloaded by the next pull', async () => {
  const other = await open();
  await shell(other, 'docker pull -q busybox:1.37; docker rmi busybox:1.37');
  expect(await shell(other, 'docker pull busybox:1.37')).toContain(': Pull complete\n');
  expect(await shell(other, 'docker run --rm busybox:1.37 echo it runs')).toBe('it runs');
});

test('nothing in a sandbox writes to the store, and no sandbox sees what another pulled', async () => {
  await shell(sandbox, 'docker pull -q busybox:1.37');
  const attempts = `for attempt in "touch /store/x" "touch /store/layers/0/x" "mv /store/files /store/f" "busybox mount -o remount,rw /store" \\
      "busybox umount /store"; do $attempt 2> /dev/null && echo "could $attempt"; done; ls -m /store`;
  expect(await shell(sandbox, asEngine(attempts))).toBe('complete, files, home, layers');
  expect(await shell(sandbox, 'docker run --rm -v /store:/store busybox:1.37 touch /store/x')).toContain(
    'Read-only file',
  );
  expect(await shell(await open(), 'docker images -q')).toBe('');
});

test('a new disk holds the learner’s home as the image has it, and what leads into the store', async () => {
  const home = await shell(
    await open(),
    'stat --format "%U:%G %a" ~; ls -A ~; cat ~/.bashrc; ls ~/.local/share/docker',
  );
  expect(home).toMatch(
    /^learner:learner 700\n\.bash_profile\n\.bashrc\n\.local\n[^]*drydock[^]*\nbuildkit\nimage\noverlay2\nvolumes$/,
  );
});

test('a sandbox with its engine up has at most two megabytes of its own on the host', async () => {
  const other = await open();
  await shell(other, 'docker version; sync');
  expect(await harness.keeper.allocatedBytes(sandboxName(installation, other.id))).toBeLessThan(2e6);
});

test('a data root that was put aside is removed, and the engine is as new; what broke off does not count', async () => {
  const other = await open();
  await shell(other, 'docker pull -q busybox:1.37; docker tag busybox:1.37 mine; docker volume create hold');
  await shell(
    other,
    'cd ~/.local/share && mv docker docker.old-1 && mkdir docker docker.draft && touch docker.draft/x',
  );
  await harness.kill(other.id);
  const again = await harness.host.open(other.id, signal());
  expect(await shell(again, 'docker images -q; docker volume ls -q')).toBe('');
  expect(await shell(again, 'docker pull busybox:1.37')).toContain(': Already exists\n');
  await expect.poll(() => shell(again, 'ls ~/.local/share')).toBe('docker');
});

test('what a learner has is never replaced by the store’s', async () => {
  const other = await open();
  const id = await shell(other, 'docker pull -q busybox:1.37 > /dev/null; docker info -f "{{.ID}}"; docker images -q');
  await harness.kill(other.id);
  const again = await harness.host.open(other.id, signal());
  expect(await shell(again, 'docker info -f "{{.ID}}"; docker images -q')).toBe(id);
});

test('a store that was broken off is made anew, one that is complete is left, and only the volume stays', async () => {
  await expect(provide(halfStore, 'busybox:1.37', 'no-such:1')).rejects.toThrow(
    /^Stopped while making the image store: [\s\S]*no-such/,
  );
  await provide(halfStore, 'busybox:1.37');
  await provide(halfStore, 'no-such:1');
  const filters = { name: [halfStore] };
  expect(await docker.listContainers({ all: true, filters })).toEqual([]);
  expect(await docker.listNetworks({ filters })).toEqual([]);
});
