import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sandboxName } from '../domain/docker-names.ts';
import { within } from '../test-patience.ts';
import { readCgroupSetup } from './cgroup-setup.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from './docker-sandbox-harness.ts';
import type { ReadySandbox } from './port.ts';
import { newSandboxId, shell } from './sandbox-host-contract.ts';

const { hasAppArmor } = await readCgroupSetup(new Docker());
const asEngineRoot = `nsenter --preserve-credentials -U -m -n -t "$(cat $XDG_RUNTIME_DIR/rootlesskit/child_pid)"`;

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;

beforeAll(async () => {
  harness = await createDockerSandboxHarness(inject('images'));
  sandbox = await harness.host.open(newSandboxId(), within(20_000));
  // The engine answers once all that the start script hands over is handed over.
  await shell(sandbox, 'docker version');
});

afterAll(async () => {
  await harness[Symbol.asyncDispose]();
});

test('nothing in a sandbox runs as root, its first process included', async () => {
  const { Titles, Processes } = await harness.docker
    .getContainer(sandboxName(harness.installation, sandbox.id))
    .top({ ps_args: '-eo pid,uid,cmd' });
  expect(Titles).toEqual(['PID', 'UID', 'CMD']);
  expect(Processes.length).toBeGreaterThan(3);
  const processes: readonly string[][] = Processes;
  expect(processes.filter(([, uid]) => uid === '0')).toEqual([]);
});

test('the learner has no capability, and none can be had but the four', async () => {
  const status = await shell(sandbox, 'grep Cap /proc/self/status');
  expect(status).toMatch(/CapPrm:\s0+\n/);
  expect(status).toMatch(/CapEff:\s0+\n/);
  // CHOWN, FOWNER, SETGID and SETUID are bits 0, 3, 6 and 7.
  expect(status).toMatch(/CapBnd:\s0{14}c9\n/);
});

test('no file gives its user another’s rights', async () => {
  expect(await shell(sandbox, 'find / -xdev -type f -perm /6000 2> /dev/null')).toBe('');
});

test('the image can’t be written, as the learner or as root of their engine', async () => {
  const write = 'for folder in /usr/bin /usr/local/lib/drydock /etc/drydock; do touch $folder/x && echo wrote; done';
  expect(await shell(sandbox, `${write} 2> /dev/null; true`)).toBe('');
  expect(await shell(sandbox, `${asEngineRoot} id -u`)).toBe('0');
  expect(await shell(sandbox, `${asEngineRoot} sh -c '${write}' 2> /dev/null; true`)).toBe('');
});

test.runIf(hasAppArmor)('everything in it is under our AppArmor profile', async () => {
  const profile = await harness.keeper.appArmorProfile();
  const profiles = await shell(sandbox, `cat /proc/[0-9]*/attr/current; ${asEngineRoot} cat /proc/self/attr/current`);
  expect(profile).toMatch(/^drydock-sandbox-/);
  expect(new Set(profiles.split('\n'))).toEqual(new Set([`${profile} (enforce)`]));
});
