import { expect, inject, test } from 'vitest';
import { sandboxName } from '../domain/docker-names.ts';
import { within } from '../test-patience.ts';
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
