import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { expect, inject, test } from 'vitest';
import { sandboxName } from '../domain/docker-names.ts';
import { patience, within } from '../test-patience.ts';
import { placeCgroup } from './cgroup-placement.ts';
import { readCgroupSetup } from './cgroup-setup.ts';
import { createCgroupWatch } from './cgroup-watch.ts';
import { createDockerSandboxHarness } from './docker-sandbox-harness.ts';
import { newSandboxId, sandboxHostContract, shell } from './sandbox-host-contract.ts';

sandboxHostContract('sandboxes in containers', () => createDockerSandboxHarness(inject('images')));

const signal = () => within(30_000);

test('two processes that launch one sandbox at once both get it', async () => {
  await using harness = await createDockerSandboxHarness(inject('images'));
  const other = await harness.anotherHost();
  for (const state of ['new', 'stopped', 'paused'] as const) {
    const id = newSandboxId();
    if (state !== 'new') await shell(await harness.host.open(id, signal()), `echo ${state} > file`);
    if (state === 'stopped') await harness.host.stop(id);
    if (state === 'paused') await harness.host.pause(id);
    const [one, two] = await Promise.all([harness.host.open(id, signal()), other.open(id, signal())]);
    await shell(one, 'echo shared > both');
    expect(await shell(two, 'cat both'), state).toBe('shared');
  }
});

test('what was left of a launch that was broken off anywhere becomes a sandbox, or nothing', async () => {
  await using harness = await createDockerSandboxHarness(inject('images'));
  const { docker, host, keeper, installation } = harness;
  const [onlyDisk, onlyCreated] = [newSandboxId(), newSandboxId()];
  const name = sandboxName(installation, onlyDisk);
  await keeper.attachDisk(name, 256 * 1024 ** 2);
  await host.open(onlyCreated, signal());
  await docker.getContainer(sandboxName(installation, onlyCreated)).remove({ force: true });
  expect(await shell(await host.open(onlyDisk, signal()), 'echo here')).toBe('here');
  expect(await shell(await host.open(onlyCreated, signal()), 'echo here')).toBe('here');
  const [disk, container] = [newSandboxId(), newSandboxId()];
  await keeper.attachDisk(sandboxName(installation, disk), 256 * 1024 ** 2);
  await host.open(container, signal());
  await host.stop(container);
  expect(await host.reap(new Set([onlyDisk, onlyCreated]))).toEqual(expect.arrayContaining([disk, container]));
  expect([...(await harness.kept(disk)), ...(await harness.kept(container))]).toEqual([]);
});

test('a home whose filling was cut off is filled', async () => {
  const images = inject('images');
  await using harness = await createDockerSandboxHarness(images);
  const { docker, host, installation } = harness;
  const id = newSandboxId();
  const name = sandboxName(installation, id);
  await docker.createVolume({ Name: name, Labels: { 'drydock.installation': installation } });
  const half = 'cd /home/learner && mkdir .local && echo half > .bashrc && chown 61000:61000 .bashrc';
  const [{ StatusCode }] = await docker.run(images.sandbox, [half], process.stderr, {
    Entrypoint: ['sh', '-c'],
    HostConfig: { AutoRemove: true, Binds: [`${name}:/home/learner:nocopy`] },
  });
  expect(StatusCode).toBe(0);
  const sandbox = await host.open(id, signal());
  expect(await shell(sandbox, 'cd && mkdir .local/share/mine && echo mine > file && cat file && wc -l < .bashrc')).toBe(
    'mine\n2',
  );
});

test('one that the engine will not pause goes on as it was', async () => {
  const docker = new Docker();
  const getContainer = docker.getContainer.bind(docker);
  docker.getContainer = (name) => {
    const refuse = async () => {
      throw Object.assign(new Error('Cannot pause container: no such device'), { statusCode: 500 });
    };
    return Object.assign(getContainer(name), { pause: refuse });
  };
  await using harness = await createDockerSandboxHarness(inject('images'), { docker });
  const { host } = harness;
  const id = newSandboxId();
  const sandbox = await host.open(id, signal());
  await expect(host.pause(id)).rejects.toThrow('no such device');
  expect(await shell(sandbox, 'echo here')).toBe('here');
});

const WATCHED_MS = 1_000;
/** Of a processor. What is throttled gets a hundredth of one; a loop beside twenty others on two still gets more than this. */
const NEXT_TO_NONE = 0.05;

test('in a pause the learner’s own containers are left next to no processor, and go on after it', async () => {
  const images = inject('images');
  await using harness = await createDockerSandboxHarness(images);
  const { host, docker, installation } = harness;
  await using watch = await createCgroupWatch(docker, { installation, image: images.sandbox });
  const id = newSandboxId();
  const processorShare = async () => {
    const before = (await watch.use(id)).cpuSeconds;
    await delay(WATCHED_MS);
    return ((await watch.use(id)).cpuSeconds - before) / (WATCHED_MS / 1000);
  };
  await shell(
    await host.open(id, signal()),
    `mkdir -p image/bin && cp /usr/bin/busybox image/bin/ && tar -C image -c . | docker import - tools
     docker run -d tools busybox sh -c 'while :; do :; done'`,
  );
  expect(await processorShare()).toBeGreaterThan(NEXT_TO_NONE);
  await host.pause(id);
  expect(await processorShare()).toBeLessThan(NEXT_TO_NONE);
  await host.open(id, signal());
  await expect.poll(processorShare, { timeout: 10_000 * patience }).toBeGreaterThan(NEXT_TO_NONE);

  // A server that is killed between the two steps of a pause’s end leaves one that only runs slowly.
  const { cgroup } = await readCgroupSetup(docker);
  const { unpausedFolder } = placeCgroup(sandboxName(installation, id), cgroup);
  if (unpausedFolder !== undefined) await harness.keeper.throttle(unpausedFolder);
  await (await harness.anotherHost()).open(id, signal());
  await expect.poll(processorShare, { timeout: 10_000 * patience }).toBeGreaterThan(NEXT_TO_NONE);

  await host.pause(id);
  await host.stop(id);
  await shell(await host.open(id, signal()), 'docker start $(docker ps --quiet --all --latest)');
  expect(await processorShare()).toBeGreaterThan(NEXT_TO_NONE);
});
