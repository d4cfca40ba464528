import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import Docker from 'dockerode';
import { expect, inject, test } from 'vitest';
import { roleLabel } from '../domain/docker-names.ts';
import { within } from '../test-patience.ts';
import { isFit } from './finding.ts';
import { judgeHost } from './host-fitness.ts';
import { readHostFacts } from './read-host-facts.ts';

const docker = new Docker();
const signal = () => within(30_000);

const probes = () => docker.listContainers({ all: true, filters: { label: [`${roleLabel}=probe`] } });

test('the engine and the kernel below it are seen as they are, and no container stays', async () => {
  const [info, version] = await Promise.all([docker.info(), docker.version()]);
  const facts = await readHostFacts(docker, ['drydock/not-there:1', inject('images').sandbox], signal());
  expect(facts.engine).toMatchObject({
    version: version.Version,
    apiVersion: version.ApiVersion,
    osType: 'linux',
    architecture: info.Architecture,
    kernelVersion: info.KernelVersion,
    cgroup: { driver: info.CgroupDriver, version: Number(info.CgroupVersion) },
    hasSeccomp: true,
    isRootless: false,
  });
  expect(Math.abs(facts.engine.clockAheadMs)).toBeLessThan(5_000);
  if (facts.probe.kind !== 'done') throw new Error(`The probe: ${JSON.stringify(facts.probe)}`);
  const { kernel } = facts.probe;
  expect(kernel.memoryTotalBytes).toBe(info.MemTotal);
  expect(kernel.memoryAvailableBytes).toBeGreaterThan(0);
  expect(kernel.memoryAvailableBytes).toBeLessThan(kernel.memoryTotalBytes);
  expect(kernel.diskFreeBytes).toBeGreaterThan(0);
  expect(kernel.hasTun).toBe(true);
  expect(kernel.cgroupControllers).toEqual(expect.arrayContaining(['cpu', 'memory', 'pids']));
  expect(kernel.settings['fs.inotify.max_user_instances']).toBeGreaterThan(0);
  // The host's, not the container's own, which is the most that there can be.
  expect(kernel.settings['kernel.pid_max']).toBeGreaterThan(1000);
  expect(await probes()).toEqual([]);
  expect(isFit(judgeHost(facts, 1))).toBe(true);
});

test('namespaces, overlay and packet filter are tried for real in the sandbox’s image', async () => {
  const { engine, probe } = await readHostFacts(docker, [inject('images').sandbox], signal());
  if (probe.kind !== 'done') throw new Error(`The probe: ${JSON.stringify(probe)}`);
  expect(probe.kernel.userNamespace).toEqual({ works: true });
  // Where AppArmor keeps user namespaces for programs with a profile, a probe without one gets no further.
  if (engine.hasAppArmor && probe.kernel.settings['kernel.apparmor_restrict_unprivileged_userns'] === 1) return;
  expect(probe.kernel.overlay).toEqual({ works: true });
  expect(probe.kernel.packetFilter).toEqual({ works: true });
});

test('without any image of ours the engine alone is looked at', async () => {
  const facts = await readHostFacts(docker, ['drydock/not-there:1'], signal());
  expect(facts.probe).toEqual({ kind: 'no-image' });
  expect(facts.engine.osType).toBe('linux');
});

test('an image in which no probe can run is told by what the engine said, and its container goes', async () => {
  const repo = `drydock-doctor-test-${randomBytes(4).toString('hex')}`;
  // Two empty blocks are an archive with nothing in it.
  const stream = await docker.importImage(Readable.from([Buffer.alloc(1024)]), { repo, tag: 'empty' });
  await new Promise((resolve) => docker.modem.followProgress(stream, resolve));
  try {
    const { probe } = await readHostFacts(docker, [`${repo}:empty`], signal());
    expect(probe).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/sh/) });
    expect(await probes()).toEqual([]);
  } finally {
    await docker.getImage(`${repo}:empty`).remove();
  }
});

test('a look that is broken off in the middle ends, and leaves no container', async () => {
  const filters = { label: [`${roleLabel}=probe`], event: ['start'] };
  const events = await docker.getEvents({ filters });
  try {
    const controller = new AbortController();
    const looking = readHostFacts(docker, [inject('images').sandbox], controller.signal);
    await Promise.all([
      once(events, 'data', { signal: signal() }).then(() => controller.abort(new Error('enough'))),
      expect(looking).rejects.toThrow('enough'),
    ]);
    expect(await probes()).toEqual([]);
  } finally {
    (events as Readable).destroy();
  }
});
