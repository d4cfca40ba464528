import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { HolderTestClient } from '../terminal/holder-test-client.ts';
import { patience, within } from '../test-patience.ts';
import { type CgroupUse, type CgroupWatch, createCgroupWatch } from './cgroup-watch.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness, testLimits } from './docker-sandbox-harness.ts';
import type { ReadySandbox } from './port.ts';
import { newSandboxId, shell } from './sandbox-host-contract.ts';

/** What a neighbour may notice. */
const ANSWER_WITHIN_MS = 1_000 * patience;
const TRIES = 12;

/** A quota is counted in periods of a tenth of a second, and what is over in one is taken off the next. */
const CPU_TOLERANCE = 1.1;

/** What the kernel needs for itself and can't do without is counted past the limit: a page or a few. */
const MEMORY_TOLERANCE_BYTES = 1024 ** 2;

const bomb = 'bomb() { bomb | bomb & }; bomb; $BUSYBOX sleep 60';
const memoryHog = `while :; do $BUSYBOX awk 'BEGIN { text = "x"; while (1) text = text text }'; done`;
const inContainer = (line: string) =>
  `docker run --rm -e BUSYBOX=/busybox tools /busybox sh -c '${line.replaceAll("'", `'\\''`)}'`;

interface Load {
  readonly name: string;
  /** Goes on until the sandbox ends. */
  readonly script: string;
  /** Whether it is in full swing. */
  isOn(use: CgroupUse, before: CgroupUse, sandbox: ReadySandbox): boolean | Promise<boolean>;
}

const isAtPids = ({ processes }: CgroupUse) => processes > testLimits.pids * 0.7;
const isAtMemory = ({ peakMemoryBytes }: CgroupUse) => peakMemoryBytes > testLimits.memoryBytes * 0.95;
const usesCpu = ({ cpuSeconds }: CgroupUse, before: CgroupUse) => cpuSeconds - before.cpuSeconds > 1;

async function hasFullDisk(_: CgroupUse, __: CgroupUse, sandbox: ReadySandbox): Promise<boolean> {
  const [size = 0, available] = (await shell(sandbox, 'df -B 1 --output=size,avail . | tail -n 1'))
    .trim()
    .split(/\s+/)
    .map(Number);
  return size <= testLimits.diskBytes && available === 0;
}

const loads: readonly Load[] = [
  { name: 'a fork bomb in the shell', script: bomb, isOn: isAtPids },
  { name: 'a fork bomb in a container', script: inContainer(bomb), isOn: isAtPids },
  { name: 'a memory hog in the shell', script: memoryHog, isOn: isAtMemory },
  {
    name: 'a memory hog in a container',
    script: inContainer(memoryHog),
    isOn: isAtMemory,
  },
  {
    name: 'eight busy loops in the shell',
    script: 'for i in 1 2 3 4 5 6 7 8; do while :; do :; done & done; wait',
    isOn: usesCpu,
  },
  {
    name: 'eight busy loops in a container',
    script: inContainer('for i in 1 2 3 4 5 6 7 8; do while :; do :; done & done; wait'),
    isOn: usesCpu,
  },
  {
    name: 'as many containers as can be had',
    script: 'for i in $(seq 1000); do docker run -d tools /busybox sleep 999; done',
    isOn: isAtPids,
  },
  { name: 'a full disk', script: 'while :; do cat /dev/zero >> full; done', isOn: hasFullDisk },
];

const signal = () => within(30_000);

let harness: DockerSandboxHarness;
let watch: CgroupWatch;
let loaded: ReadySandbox;
let neighbour: ReadySandbox;
let prompt: HolderTestClient;

beforeAll(async () => {
  const images = inject('images');
  harness = await createDockerSandboxHarness(images);
  watch = await createCgroupWatch(harness.docker, { installation: harness.installation, image: images.sandbox });
  neighbour = await harness.host.open(newSandboxId(), signal());
  prompt = await HolderTestClient.greet(await neighbour.dial({ kind: 'shells' }, signal()));
  await prompt.open(0, 'main');
});

afterAll(async () => {
  await prompt?.leave();
  await watch?.[Symbol.asyncDispose]();
  await harness?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  loaded = await harness.host.open(newSandboxId(), signal());
  await shell(loaded, 'mkdir image && cp /usr/bin/busybox image/ && tar -C image -c . | docker import - tools');
});

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

let echoes = 0;
async function echo(): Promise<void> {
  echoes += 1;
  prompt.type(0, `echo "<"${echoes}">"\r`);
  await prompt.untilText(0, `<${echoes}>`);
}

describe.each(loads)('$name', ({ script, isOn }) => {
  test('keeps to its limits, leaves the neighbour in peace, and ends', { timeout: 120_000 * patience }, async () => {
    const abort = new AbortController();
    const from = performance.now();
    const before = await watch.use(loaded.id);
    const running = loaded.exec(['bash', '-c', script], { signal: abort.signal }).catch(() => {});
    let use = before;
    await expect
      .poll(async () => isOn((use = await watch.use(loaded.id)), before, loaded), {
        timeout: 60_000 * patience,
        interval: 100,
      })
      .toBe(true);

    const waited: number[] = [];
    for (let tries = 0; tries < TRIES; tries += 1) {
      waited.push(await millisecondsOf(() => neighbour.exec(['bash', '-lc', 'true'], { signal: signal() })));
      waited.push(await millisecondsOf(echo));
      use = await watch.use(loaded.id);
      expect(use.processes).toBeLessThanOrEqual(testLimits.pids);
    }
    expect(use.peakMemoryBytes).toBeLessThanOrEqual(testLimits.memoryBytes + MEMORY_TOLERANCE_BYTES);
    const seconds = (performance.now() - from) / 1_000;
    expect(use.cpuSeconds - before.cpuSeconds).toBeLessThan(testLimits.cpus * seconds * CPU_TOLERANCE);
    const worst = Math.max(...waited);
    process.stdout.write(`    the neighbour waited ${Math.round(worst)} ms at most\n`);
    expect(worst).toBeLessThan(ANSWER_WITHIN_MS);

    abort.abort();
    await running;
    await harness.kill(loaded.id);
    loaded = await harness.host.open(loaded.id, signal());
    expect(await shell(loaded, 'rm -f full; docker ps > /dev/null && echo back')).toBe('back');
    await harness.host.remove([loaded.id]);
  });
});
