import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cgroupV1Controllers } from './cgroup-placement.ts';
import { type FindingCode, findingCodes, isFit } from './finding.ts';
import type { EngineFacts, KernelFacts } from './host-facts.ts';
import { judgeHost, judgeSafety } from './host-fitness.ts';

const GIB = 1024 ** 3;

const engine: EngineFacts = {
  version: '28.2.2',
  apiVersion: '1.50',
  operatingSystem: 'Debian GNU/Linux 13 (trixie)',
  osType: 'linux',
  architecture: 'x86_64',
  kernelVersion: '6.12.38+deb13-amd64',
  cgroup: { version: 2, driver: 'systemd' },
  hasSeccomp: true,
  hasAppArmor: true,
  hasSelinux: false,
  isRootless: false,
  remapsUsers: false,
  unlimited: [],
  clockAheadMs: 12,
};

const kernel: KernelFacts = {
  userNamespace: { works: true },
  overlay: { works: true },
  packetFilter: { works: true },
  hasTun: true,
  hasLoopDevices: true,
  cgroupControllers: ['cpuset', 'cpu', 'io', 'memory', 'pids'],
  hasMemoryHierarchy: true,
  settings: {
    'user.max_user_namespaces': 96_365,
    'kernel.unprivileged_userns_clone': 1,
    'fs.inotify.max_user_instances': 1024,
    'kernel.pid_max': 4_194_304,
    'net.netfilter.nf_conntrack_max': 262_144,
  },
  memoryTotalBytes: 24 * GIB,
  memoryAvailableBytes: 20 * GIB,
  swapBytes: 0,
  diskFreeBytes: 100 * GIB,
};

const cgroupV1 = { cgroup: { version: 1, driver: 'cgroupfs' } } as const;
const failing = (reason: string) => ({ works: false, reason }) as const;

interface Changes {
  readonly engine?: Partial<EngineFacts>;
  readonly kernel?: Partial<KernelFacts>;
  readonly settings?: KernelFacts['settings'];
  readonly maxSandboxes?: number;
}

function judge(changes: Changes = {}) {
  const changed = { ...kernel, ...changes.kernel, settings: { ...kernel.settings, ...changes.settings } };
  return judgeHost(
    { engine: { ...engine, ...changes.engine }, probe: { kind: 'done', kernel: changed } },
    changes.maxSandboxes ?? 60,
  );
}

const faultsOf = (findings: ReturnType<typeof judge>) => findings.filter(({ level }) => level !== 'ok');

test('a host with all that is needed has no fault, and is told how many sandboxes it carries', () => {
  const findings = judge();
  expect(faultsOf(findings)).toEqual([]);
  expect(isFit(findings)).toBe(true);
  expect(findings.find(({ code }) => code === 'memory')?.what).toMatch(/carries about 2\d\d sandboxes.*60 may run/);
  expect(findings[0]?.what).toMatch(/28\.2\.2.*1\.50.*trixie.*6\.12.*x86_64.*cgroup v2/);
});

test.each<[FindingCode, Changes, RegExp]>([
  ['not-linux', { engine: { osType: 'windows' } }, /DOCKER_HOST/],
  ['rootless-engine', { engine: { isRootless: true } }, /as root/],
  ['no-cgroups', { engine: { cgroup: undefined } }, /cgroupfs-mount/],
  ['no-limits', { engine: { unlimited: ['memory', 'pids'] } }, /cgroup_enable=memory/],
  ['no-seccomp', { engine: { hasSeccomp: false } }, /CONFIG_SECCOMP_FILTER/],
  [
    'user-namespaces-off',
    { settings: { 'user.max_user_namespaces': 0 } },
    /user\.max_user_namespaces = \d{4,}.*sysctl/,
  ],
  ['user-namespaces-off', { settings: { 'kernel.unprivileged_userns_clone': 0 } }, /unprivileged_userns_clone = 1/],
  ['user-namespaces-off', { kernel: { userNamespace: failing('unshare failed') } }, /CONFIG_USER_NS/],
  [
    'kernel-too-old',
    { engine: { kernelVersion: '5.4.0-216-generic' }, kernel: { overlay: failing('Operation not permitted') } },
    /5\.11/,
  ],
  [
    'no-overlay',
    { engine: { kernelVersion: '5.11.0' }, kernel: { overlay: failing('unknown filesystem type') } },
    /modprobe -a overlay/,
  ],
  ['no-packet-filter', { kernel: { packetFilter: failing('Table does not exist') } }, /modprobe -a .*xt_addrtype/],
  ['no-tun', { kernel: { hasTun: false } }, /modprobe -a tun/],
  ['cgroup-controllers', { kernel: { cgroupControllers: ['cpu', 'io'] } }, /cgroup_enable=memory/],
  [
    'cgroup-controllers',
    {
      engine: cgroupV1,
      kernel: { cgroupControllers: cgroupV1Controllers.filter((name) => name !== 'systemd') },
    },
    /name=systemd/,
  ],
  [
    'cgroup-hierarchy',
    { engine: cgroupV1, kernel: { cgroupControllers: cgroupV1Controllers, hasMemoryHierarchy: false } },
    /use_hierarchy/,
  ],
  ['bridge-ports', { maxSandboxes: 1024, kernel: { memoryTotalBytes: 200 * GIB, diskFreeBytes: 1000 * GIB } }, /1023/],
  ['memory', { kernel: { memoryAvailableBytes: GIB } }, /more memory/],
  ['disk', { kernel: { diskFreeBytes: GIB } }, /docker system df/],
])('%s must be fixed, and the fix says how (%#)', (code, changes, fix) => {
  const findings = judge(changes);
  expect(isFit(findings)).toBe(false);
  expect(findings.filter(({ level }) => level === 'must-fix')).toEqual([
    { code, level: 'must-fix', what: expect.any(String), why: expect.any(String), fix: expect.stringMatching(fix) },
  ]);
});

test.each<[FindingCode, Changes, RegExp]>([
  ['architecture-untried', { engine: { architecture: 'riscv64' } }, /npm run doctor/],
  ['cgroup-untried', { engine: { cgroup: { version: 2, driver: 'cgroupfs' } } }, /cgroupdriver=systemd/],
  [
    'cgroup-untried',
    {
      engine: { cgroup: { version: 1, driver: 'systemd' } },
      kernel: { cgroupControllers: cgroupV1Controllers },
    },
    /cgroupdriver=cgroupfs/,
  ],
  ['selinux-untried', { engine: { hasSelinux: true } }, /selinux-enabled/],
  ['clock-off', { engine: { clockAheadMs: 61_000 } }, /timedatectl/],
  ['clock-off', { engine: { clockAheadMs: -61_000 } }, /timedatectl/],
  ['no-loop-devices', { kernel: { hasLoopDevices: false } }, /modprobe -a loop/],
  ['swap-unlimited', { engine: { unlimited: ['swap'] }, kernel: { swapBytes: GIB } }, /swapaccount=1/],
  ['inotify-instances', { settings: { 'fs.inotify.max_user_instances': 128 } }, /max_user_instances = 1024/],
  ['process-ids', { settings: { 'kernel.pid_max': 16_384 } }, /pid_max = 65536/],
  ['user-namespace-count', { settings: { 'user.max_user_namespaces': 100 } }, /max_user_namespaces = 512/],
  ['connection-tracking', { settings: { 'net.netfilter.nf_conntrack_max': 8192 } }, /nf_conntrack_max = 32768/],
  ['memory', { kernel: { memoryTotalBytes: 4 * GIB, memoryAvailableBytes: 3 * GIB } }, /DRYDOCK_MAX_SANDBOXES=\d\d\b/],
  ['disk', { kernel: { diskFreeBytes: 10 * GIB } }, /docker system df/],
])('%s is a warning, and the host is fit all the same (%#)', (code, changes, fix) => {
  const findings = judge(changes);
  expect(isFit(findings)).toBe(true);
  expect(faultsOf(findings)).toEqual([
    { code, level: 'warning', what: expect.any(String), why: expect.any(String), fix: expect.stringMatching(fix) },
  ]);
});

test('a rootless engine is one fault, not three', () => {
  const changes = { isRootless: true, cgroup: undefined, unlimited: ['memory', 'cpu', 'pids'] } as const;
  expect(faultsOf(judge({ engine: changes })).map(({ code }) => code)).toEqual(['rootless-engine']);
});

test('an old kernel that mounts overlays all the same is fit', () => {
  expect(faultsOf(judge({ engine: { kernelVersion: '4.19.0-27-amd64' } }))).toEqual([]);
});

test('swap that can be limited, and no swap at all, are no fault', () => {
  expect(faultsOf(judge({ kernel: { swapBytes: GIB } }))).toEqual([]);
  expect(faultsOf(judge({ engine: { unlimited: ['swap'] } }))).toEqual([]);
});

test('where AppArmor restricts user namespaces, what the probe could not do in one says nothing of sandboxes', () => {
  const findings = judge({
    settings: { 'kernel.apparmor_restrict_unprivileged_userns': 1 },
    kernel: {
      userNamespace: { works: true },
      overlay: failing('Permission denied'),
      packetFilter: failing('Permission denied'),
    },
  });
  expect(faultsOf(findings)).toEqual([]);
  expect(findings.map(({ code }) => code)).toContain('user-namespaces-restricted');
});

test('users that the engine maps are mentioned', () => {
  const findings = judge({ engine: { remapsUsers: true } });
  expect(faultsOf(findings)).toEqual([]);
  expect(findings.map(({ code }) => code)).toContain('user-remapping');
});

test('what the probe could not look at is open, or a fault', () => {
  expect(faultsOf(judgeHost({ engine, probe: { kind: 'no-image' } }, 60))).toMatchObject([
    { code: 'probe-missing', level: 'warning' },
  ]);
  const failed = judgeHost({ engine, probe: { kind: 'failed', reason: 'runc: unknown seccomp action' } }, 60);
  expect(faultsOf(failed)).toMatchObject([{ code: 'probe-failed', level: 'must-fix' }]);
  expect(faultsOf(failed)[0]?.what).toContain('unknown seccomp action');
});

test('without a setting as many sandboxes are meant as the memory carries', () => {
  const small = { ...kernel, memoryTotalBytes: 4 * GIB, memoryAvailableBytes: 3 * GIB };
  expect(faultsOf(judgeHost({ engine, probe: { kind: 'done', kernel: small } }))).toEqual([]);
});

test('whether there is room at the moment is no question of safety', () => {
  const full = { ...kernel, memoryAvailableBytes: 0, diskFreeBytes: 0 };
  expect(isFit(judgeSafety({ engine, probe: { kind: 'done', kernel: full } }))).toBe(true);
  const noTun = { ...kernel, hasTun: false };
  expect(isFit(judgeSafety({ engine, probe: { kind: 'done', kernel: noTun } }))).toBe(false);
});

test('what is said is whole sentences, and one line each', () => {
  const worst = judge({
    engine: { osType: 'windows', cgroup: undefined, hasSeccomp: false, hasSelinux: true, unlimited: ['cpu', 'swap'] },
    kernel: { hasTun: false, hasLoopDevices: false, swapBytes: GIB, diskFreeBytes: 0, memoryAvailableBytes: 0 },
    settings: { 'user.max_user_namespaces': 0, 'fs.inotify.max_user_instances': 1 },
    maxSandboxes: 2000,
  });
  const faults = worst.flatMap((finding) => (finding.level === 'ok' ? [] : [finding]));
  expect(faults.length).toBeGreaterThan(9);
  for (const { what, why, fix } of faults) {
    for (const text of [what, why]) expect(text).toMatch(/^[^\n]+\.$/);
    expect(fix).not.toContain('\n');
  }
});

test('docs/operating.md explains every finding', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/operating.md'), 'utf8');
  const explained = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
  expect(explained.toSorted()).toEqual(findingCodes.toSorted());
});
