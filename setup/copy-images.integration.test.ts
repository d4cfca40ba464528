import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Platform } from '../images/catalog.ts';
import { isCopied } from './copy-image.ts';
import { copyImages } from './copy-images.ts';
import { answers } from './copy-upstream.ts';
import { isStandIn } from './course-content.ts';
import type { CourseTarget } from './course-images.ts';
import { createShipyard } from './course-shipyard.ts';
import { type CourseStorage, openCourse, type StorageRegistry } from './course-storage.ts';
import { imageTags } from './image-tags.ts';
import { createProgress } from './progress.ts';
import { unattendedMachine } from './unattended-machine.ts';

const docker = new Docker();
const root = join(import.meta.dirname, '..');
const tags = await imageTags(root);
const signal = () => AbortSignal.timeout(60_000);
const yard = createShipyard(docker, { ...inject('images'), signal });

const MIB = 1024 ** 2;

/** Stands for Docker Hub. */
let hub: CourseStorage;
let hubRegistry: StorageRegistry;
let upstream: URL;

beforeAll(async () => {
  hub = await yard.storage();
  hubRegistry = await openCourse(docker, hub, AbortSignal.timeout(600_000));
  upstream = new URL(`http://${hubRegistry.address}`);
});

afterAll(async () => {
  await hubRegistry[Symbol.asyncDispose]();
  await yard[Symbol.asyncDispose]();
});

function copy(storage: CourseStorage, target: CourseTarget, from = upstream) {
  const machine = { ...unattendedMachine(createProgress({ write: () => {} }), signal()), root };
  return copyImages(machine, docker, { ...storage, targets: [target], upstream: from, tags, environment: {} });
}

const filesOf = (storage: CourseStorage) => yard.onFiles(storage, 'ls');

test('the pinned index is copied with its digest, for the platforms of the course, and stays when its tag moves on', async () => {
  const storage = await yard.storage();
  const s390x = 'linux/s390x' as Platform;
  const [near, far, old] = [await yard.build('near', 10), await yard.build('far', 10), await yard.build('old', 10)];
  const published = await yard.fill(hub, yard.target({ 'linux/amd64': near, 'linux/arm64': far, [s390x]: old }));
  const moved = await yard.fill(hub, yard.target({ 'linux/amd64': await yard.build('moved', 10), 'linux/arm64': far }));

  const platforms = { 'linux/amd64': near, 'linux/arm64': far };
  const pinned = yard.target(platforms, { upstreamDigest: published.digest });
  expect(await copy(storage, pinned)).toEqual([]);
  const served = await yard.served(storage, pinned);
  expect(served?.digest).toBe(published.digest);
  expect(served?.bytes).toEqual(published.bytes);
  expect(served?.parts.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
  expect(isCopied(served, pinned)).toBe(true);
  expect(await yard.pullAndRun(storage, pinned, published.digest)).toBe('near');
  expect(await filesOf(storage)).toBe('docker');

  const other = yard.target(platforms);
  expect(isCopied(served, other)).toBe(true);
  const fresh = await yard.storage();
  expect(await copy(fresh, other)).toEqual([]);
  expect((await yard.served(fresh, other))?.digest).toBe(moved.digest);
});

test('a copy takes the place of a stand-in', async () => {
  const storage = await yard.storage();
  const amd64 = await yard.build('public', 10);
  const published = await yard.fill(hub, yard.target({ 'linux/amd64': amd64 }));
  const target = yard.target({ 'linux/amd64': inject('images').busybox });
  const standIn = await yard.fill(storage, target);
  expect(isStandIn(standIn) && !isCopied(standIn, target)).toBe(true);
  expect(await copy(storage, target)).toEqual([]);
  expect((await yard.served(storage, target))?.digest).toBe(published.digest);
});

test('a copy that is killed leaves nothing that is served, and the next does not fetch again what was there', async () => {
  const storage = await yard.storage();
  const target = yard.target({ 'linux/amd64': await yard.build('long', 10, 32 * MIB) });
  const { digest } = await yard.fill(hub, target);

  await using line = await lineTo(hubRegistry.address);
  line.stallAfter(8 * MIB);
  const copying = copy(storage, target, line.url);
  await line.stalled;
  const done = 'find draft/docker/registry/v2/blobs -name data 2> /dev/null | wc -l';
  await expect.poll(() => yard.onFiles(storage, done), { timeout: 30_000 }).toBe('2');
  await docker.getContainer(`${storage.volume}-courier`).kill();
  expect(await copying).toEqual([{ reference: 'ship:1', reason: expect.stringContaining('exit code 137') }]);
  expect(await yard.served(storage, target)).toBeUndefined();
  expect(await filesOf(storage)).toContain('draft');

  const before = line.bytes();
  line.stallAfter(Number.POSITIVE_INFINITY);
  expect(await copy(storage, target, line.url)).toEqual([]);
  expect((await yard.served(storage, target))?.digest).toBe(digest);
  expect(await filesOf(storage)).toBe('docker');
  // The layer below it has a megabyte.
  expect(line.bytes() - before).toBeLessThan(32.5 * MIB);
});

/** A line to a registry that counts what comes over it and, when it is told to, lets no connection carry more than so many bytes. */
async function lineTo(address: string) {
  let limit = Number.POSITIVE_INFINITY;
  let bytes = 0;
  const { promise: stalled, resolve: stall } = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const registry = connect(Number(address.split(':')[1]), '127.0.0.1');
    let carried = 0;
    for (const socket of [client, registry]) sockets.add(socket.on('error', () => {}).on('close', () => end()));
    const end = () => [client, registry].forEach((socket) => socket.destroy());
    client.pipe(registry);
    registry.on('data', (chunk) => {
      carried += chunk.length;
      bytes += chunk.length;
      client.write(chunk);
      if (carried <= limit) return;
      registry.pause();
      stall();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    stalled,
    bytes: () => bytes,
    stallAfter(carried: number) {
      limit = carried;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

test('what the public registry has not, or sends other than its digest says, is named with the reason; nothing of it is served', async () => {
  const storage = await yard.storage();
  const gone = yard.target({ 'linux/amd64': 'x:1' }, { upstreamDigest: `sha256:${'0'.repeat(64)}` });
  expect(await copy(storage, gone)).toEqual([{ reference: 'ship:1', reason: expect.stringContaining('catalog') }]);

  const target = yard.target({ 'linux/amd64': await yard.build('tampered', 10, MIB) });
  const { parts } = await yard.fill(hub, target);
  const hex = parts[0]?.image.layers.at(-1)?.digest.slice(7) ?? '';
  const file = `docker/registry/v2/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`;
  await yard.onFiles(hub, `printf X | dd of=${file} bs=1 seek=5000 conv=notrunc`);
  expect(await copy(storage, target)).toEqual([
    { reference: 'ship:1', reason: expect.stringContaining('not what its digest says') },
  ]);
  expect(await yard.served(storage, target)).toBeUndefined();
});

test('a full disk is a sentence, and what was served before still is', async () => {
  const storage = await yard.storage('24m');
  const before = yard.target({ 'linux/amd64': await yard.build('small', 10) });
  const { digest } = await yard.fill(storage, before);
  const target = yard.target({ 'linux/amd64': await yard.build('large', 40 * MIB) });
  const large = await yard.fill(hub, target);
  const pinned = yard.target({ 'linux/amd64': 'x:1' }, { upstreamDigest: large.digest });
  await expect(copy(storage, pinned)).rejects.toThrow(/the disk is full/);
  expect(await filesOf(storage)).toBe('docker');
  expect(await yard.pullAndRun(storage, before, digest)).toBe('small');
});

test('a registry that is not there is known not to answer', async () => {
  expect(await answers(upstream, {}, signal())).toBe(true);
  expect(await answers(new URL('http://127.0.0.1:9'), {}, signal())).toBe(false);
});
