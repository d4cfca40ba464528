import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { SandboxId } from '../../src/shared/ids.ts';
import { sandboxName } from '../domain/docker-names.ts';
import { patience, within } from '../test-patience.ts';
import { placeCgroup } from './cgroup-placement.ts';
import { readCgroupSetup } from './cgroup-setup.ts';
import { type CgroupWatch, createCgroupWatch } from './cgroup-watch.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness, testLimits } from './docker-sandbox-harness.ts';
import type { ReadySandbox } from './port.ts';
import { newSandboxId, shell } from './sandbox-host-contract.ts';

const MIB = 1024 ** 2;
const internet = 'registry-only';
const small = { memoryBytes: 300 * MIB, cpus: 0.5, internet } as const;
const whole = { memoryBytes: testLimits.memoryBytes, cpus: testLimits.cpus, internet } as const;

const signal = () => within(30_000);

/** A limit is set while nobody waits for it. */
const soon = { timeout: 20_000 * patience, interval: 50 };

const { cgroup } = await readCgroupSetup(new Docker());

let harness: DockerSandboxHarness;
let watch: CgroupWatch;

beforeAll(async () => {
  const images = inject('images');
  harness = await createDockerSandboxHarness(images);
  watch = await createCgroupWatch(harness.docker, { installation: harness.installation, image: images.sandbox });
});

afterAll(async () => {
  await watch?.[Symbol.asyncDispose]();
  await harness?.[Symbol.asyncDispose]();
});

/** Bytes and processors, as the kernel has them for the sandbox. */
const readLimits = async (sandbox: ReadySandbox) => {
  const script = `cd /sys/fs/cgroup
    if [ -d memory ]; then cat memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us
    else cat memory.max cpu.max; fi`;
  const [memoryBytes = 0, quota = 0, period = 1] = (await shell(sandbox, script)).trim().split(/\s+/).map(Number);
  return { memoryBytes, cpus: quota / period, internet };
};

/** Holds so much memory at once, and says whether it could. */
const hold = (sandbox: ReadySandbox, mib: number) =>
  shell(sandbox, `head -c ${mib}M /dev/zero | tail -c ${mib}M | wc -c; true`);

async function cpusOf(id: SandboxId, sandbox: ReadySandbox): Promise<number> {
  const before = await watch.use(id);
  const from = performance.now();
  await shell(sandbox, 'for i in 1 2 3 4; do timeout 2 sh -c "while :; do :; done" & done; wait');
  const seconds = (performance.now() - from) / 1_000;
  return ((await watch.use(id)).cpuSeconds - before.cpuSeconds) / seconds;
}

test('a sandbox is made with what it is allowed, and the one beside it with its own', {
  timeout: 120_000 * patience,
}, async () => {
  const [one, other] = [newSandboxId(), newSandboxId()];
  const [allowed, neighbour] = await Promise.all([
    harness.host.open(one, signal(), small),
    harness.host.open(other, signal()),
  ]);
  expect(await readLimits(allowed)).toEqual(small);
  expect(await readLimits(neighbour)).toEqual(whole);
  expect(await hold(allowed, 250)).toBe(String(250 * MIB));
  expect(await hold(allowed, 350)).not.toBe(String(350 * MIB));
  expect(await hold(neighbour, 350)).toBe(String(350 * MIB));
  expect(await cpusOf(one, allowed)).toBeLessThan(small.cpus * 1.15);
});

test('one that runs, as a warm one does, gets other limits without a restart, and keeps them over one', {
  timeout: 120_000 * patience,
}, async () => {
  const id = newSandboxId();
  const warm = await harness.host.open(id, signal());
  await shell(warm, 'echo here > /tmp/stays');
  await harness.host.open(id, signal(), small);
  await expect.poll(() => readLimits(warm), soon).toEqual(small);
  expect(await shell(warm, 'cat /tmp/stays')).toBe('here');
  expect(await hold(warm, 350)).not.toBe(String(350 * MIB));

  await harness.kill(id);
  expect(await readLimits(await harness.host.open(id, signal()))).toEqual(small);

  // Its class is over.
  const again = await harness.host.open(id, signal(), whole);
  await expect.poll(() => readLimits(again), soon).toEqual(whole);
});

test('a server that was started anew sets right what another left', { timeout: 120_000 * patience }, async () => {
  const id = newSandboxId();
  await harness.host.open(id, signal(), small);
  const host = await harness.anotherHost();
  const sandbox = await host.open(id, signal(), whole);
  await expect.poll(() => readLimits(sandbox), soon).toEqual(whole);
});

test.runIf(cgroup.version === 1)(
  'with less memory than is in use nothing is ended, and the limit stays as it was',
  async () => {
    const id = newSandboxId();
    const sandbox = await harness.host.open(id, signal());
    await shell(
      sandbox,
      'setsid sh -c "head -c 350M /dev/zero | tail -c 350M | sleep 600" > /dev/null 2>&1 < /dev/null &',
    );
    await expect.poll(async () => (await watch.use(id)).peakMemoryBytes, soon).toBeGreaterThan(350 * MIB);
    const { limitsFolder = '' } = placeCgroup(sandboxName(harness.installation, id), cgroup);
    const limiting = harness.keeper.limit(limitsFolder, { memoryBytes: small.memoryBytes, cpuQuotaUs: 50_000 });
    await expect(limiting).rejects.toThrow('more memory is in use');
    expect(await readLimits(sandbox)).toEqual({ ...whole, cpus: small.cpus });
    expect(await shell(sandbox, 'pgrep -c tail')).toBe('1');
  },
);
